/** The numbers of all slots: `stride` for each, shared by the accumulators, each at its own offset. `data` is replaced when it grows. */
export interface Words {
  data: Float64Array
  stride: number
  /** Exact values of words that hold only the nearest double (integers beyond 2^53), by index into `data`; empty almost always. */
  readonly wide: Map<number, bigint>
}
