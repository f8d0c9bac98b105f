/** The documented subset of the query language of Stream Analytics that the compiler writes, as a tree. */
export type Node =
  | { readonly node: 'column'; readonly path: readonly string[] }
  | { readonly node: 'text'; readonly value: string }
  | { readonly node: 'bigint'; readonly value: bigint }
  | { readonly node: 'float'; readonly value: number }
  | { readonly node: 'null' }
  | { readonly node: 'timestamp' }
  | { readonly node: 'call'; readonly name: string; readonly arguments: readonly Node[] }
  /** COUNT(*), COUNT(DISTINCT x), SUM(x), PERCENTILE_DISC(0.5) OVER (ORDER BY x). */
  | {
      readonly node: 'aggregate'
      readonly name: string
      readonly distinct: boolean
      readonly input: Node | null
      readonly fraction: number
    }
  /** uda.name(x): an aggregate of the job, in JavaScript. */
  | { readonly node: 'userAggregate'; readonly script: string; readonly input: Node }
  | { readonly node: 'cast'; readonly argument: Node; readonly type: TypeName; readonly tries: boolean }
  | { readonly node: 'case'; readonly branches: readonly (readonly [when: Node, then: Node])[]; readonly otherwise: Node }
  | { readonly node: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly node: 'not'; readonly argument: Node }
  | { readonly node: 'minus'; readonly argument: Node }
  | { readonly node: 'isNull'; readonly argument: Node; readonly not: boolean }
  | { readonly node: 'in'; readonly argument: Node; readonly values: readonly Node[] }

export type TypeName = 'bigint' | 'float' | 'nvarchar(max)' | 'bit' | 'datetime'

export interface Select {
  /** Whether `*` stands before the columns. */
  readonly all: boolean
  readonly columns: readonly { readonly expression: Node; readonly name: string }[]
  readonly into: string | undefined
  readonly from: string
  /** What \`from\` is called in the SELECT. */
  readonly alias: string
  readonly timestampBy: Node | undefined
  readonly joins: readonly Join[]
  readonly where: Node | undefined
  readonly groupBy: readonly Node[]
  readonly window: Window | undefined
}

export type Join =
  | { readonly join: 'reference'; readonly left: boolean; readonly input: string; readonly alias: string; readonly on: Node }
  | { readonly join: 'apply'; readonly list: Node; readonly alias: string }

/** Lengths in milliseconds. */
export type Window =
  | { readonly kind: 'tumbling'; readonly sizeMs: number; readonly offsetMs: number }
  | { readonly kind: 'hopping'; readonly sizeMs: number; readonly hopMs: number; readonly offsetMs: number }
  | { readonly kind: 'session'; readonly timeoutMs: number; readonly maxDurationMs: number; readonly partitionBy: readonly Node[] }

export interface Query {
  readonly steps: readonly { readonly name: string; readonly select: Select }[]
  /** Each with its `into`. */
  readonly outputs: readonly Select[]
}
