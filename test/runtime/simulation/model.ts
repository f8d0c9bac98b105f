import { FirstStageOutput } from '../../../runtime/processor/first-stage'
import { type ParentState, stageOfHeir } from '../../../runtime/processor/inheritance'
import { MergeStage } from '../../../runtime/processor/merge-stage'
import { Origins } from '../../../runtime/processor/origins'
import { PartitionStage } from '../../../runtime/processor/partition-stage'
import { CheckpointedProcessor, type PartitionProcessor, type ProcessorPorts } from '../../../runtime/processor/processor'
import { SingleStageOutput } from '../../../runtime/processor/single-stage'
import { type EventOutputProgram, type Program, RowFailure, type WindowedOutputProgram } from '../../../runtime/program'
import { DEAD, DECODED, type DecodedBatch, type Decoder, type RecordBatch, TICK } from '../../../runtime/records'
import { mergePartitionName } from '../../../runtime/shuffle'
import {
  ADD,
  ADVANCE,
  type AggregateSpecification,
  createMergeOperator,
  createPartialOperator,
  createWindowOperator,
  type WindowInput,
  type WindowSpecification,
} from '../../../windowing'

/**
 * A small world with everything that can happen to a record, in place of a decoder and a program that a definition makes. A record is four bytes: kind, key,
 * time, value. Kind 1 is malformed. Key 5 is dropped by a filter, 6 is a null key, 7 is exploded into the keys 1 and 2. Value 255 is 2^62, so that
 * a sum of two overflows. Rows with a count of 4 fail, rows with a sum of 3 are dropped by `having`.
 */
export const OUTPUTS = ['archive', 'windows'] as const
export const KIND_BAD = 1
export const KEY_DROPPED = 5
export const KEY_NULL = 6
export const KEY_EXPLODED = 7
export const VALUE_HUGE = 255
export const MAX_DELAY_MS = 3

const CAPACITY = 3
const FINGERPRINT = 'model'
const AGGREGATES: readonly AggregateSpecification[] = [
  { aggregate: 'count', column: -1, input: 'integer' },
  { aggregate: 'sum', column: 0, input: 'integer' },
  { aggregate: 'last', column: 0, input: 'integer', keepNulls: false },
]

function createDecoder(): Decoder {
  const batch: DecodedBatch = {
    length: 0,
    status: new Uint8Array(CAPACITY),
    times: new Float64Array(CAPACITY),
    columns: [],
    errors: new Map(),
  }
  return {
    fields: [],
    batch,
    decode: (records, from) => {
      batch.errors.clear()
      batch.length = Math.min(CAPACITY, records.length - from)
      for (let entry = 0; entry < batch.length; entry++) {
        const at = records.starts[from + entry]
        if (records.ticks[from + entry] === 1) {
          batch.status[entry] = TICK
          batch.times[entry] = records.arrivalTimes[from + entry]
        } else if (records.bytes[at] === KIND_BAD) {
          batch.status[entry] = DEAD
          batch.errors.set(entry, { code: 'malformed', path: '', message: 'kind 1' })
        } else {
          batch.status[entry] = DECODED
          batch.times[entry] = records.bytes[at + 2]
        }
      }
      return batch.length
    },
  }
}

const archive: EventOutputProgram = {
  kind: 'events',
  name: 'archive',
  run: (batch, records, from, firstOrdinal, onRow) => {
    for (let entry = 0; entry < batch.length; entry++)
      if (batch.status[entry] === DECODED) onRow(firstOrdinal + entry, { key: records.bytes[records.starts[from + entry] + 1] })
  },
}

function createWindowed(window: WindowSpecification): WindowedOutputProgram {
  const most = CAPACITY * 2
  const wide = new Map<number, bigint>()
  const values = new Float64Array(most)
  const input: WindowInput = {
    length: 0,
    actions: new Uint8Array(most),
    times: new Float64Array(most),
    ordinals: new Float64Array(most),
    keyBytes: new Uint8Array(most),
    keyStarts: Int32Array.from({ length: most }, (_, entry) => entry),
    keyEnds: Int32Array.from({ length: most }, (_, entry) => entry + 1),
    columns: [{ kind: 'number', values, nulls: new Uint8Array(most), wide }],
  }
  const entryOf = new Int32Array(most)
  const add = (entry: number, time: number, ordinal: number, action: number, key: number, value: number) => {
    const at = input.length++
    entryOf[at] = entry
    input.actions[at] = action
    input.times[at] = time
    input.ordinals[at] = ordinal
    input.keyBytes[at] = key
    values[at] = value === VALUE_HUGE ? 2 ** 62 : value
    if (value === VALUE_HUGE) wide.set(at, 2n ** 62n)
  }
  return {
    kind: 'windowed',
    name: 'windows',
    input,
    aggregates: AGGREGATES,
    window,
    entryOf,
    prepare: (batch, records, from, firstOrdinal, onFailure) => {
      input.length = 0
      wide.clear()
      for (let entry = 0; entry < batch.length; entry++) {
        if (batch.status[entry] === DEAD) continue
        const at = records.starts[from + entry]
        const key = records.bytes[at + 1]
        const value = records.bytes[at + 3]
        const time = batch.times[entry]
        const ordinal = firstOrdinal + entry
        if (batch.status[entry] === TICK || key === KEY_DROPPED) add(entry, time, ordinal, ADVANCE, 0, 0)
        else if (key === KEY_NULL) {
          onFailure(entry, { code: 'null-key', path: '/outputs/1', message: 'null' })
          add(entry, time, ordinal, ADVANCE, 0, 0)
        } else if (key === KEY_EXPLODED) {
          add(entry, time, ordinal, ADD, 1, value)
          add(entry, time, ordinal, ADD | ADVANCE, 2, value)
        } else add(entry, time, ordinal, ADD | ADVANCE, key, value)
      }
    },
    finishRow: (start, end, keyBytes, keyStart, _keyEnd, [count, sum, last]) => {
      if (count === 4) throw new RowFailure({ code: 'expression-error', path: '/outputs/1/windowed/having', message: 'four' })
      return sum === 3 ? null : { windowStart: start, windowEnd: end, key: keyBytes[keyStart], count, sum, last }
    },
  }
}

export interface ModelOptions {
  readonly window: WindowSpecification
  readonly partitions: number
  readonly merged: boolean
}

/** Processors of the model; what is costly is made once. */
export class Model {
  private readonly windowed: WindowedOutputProgram

  constructor(readonly options: ModelOptions) {
    this.windowed = createWindowed(options.window)
  }

  /** `inherit`: what it goes on from, where it has no checkpoint. */
  partition(
    index: number,
    ports: ProcessorPorts,
    partition = String(index),
    inherit: () => Promise<readonly ParentState[]> = async () => [],
  ): PartitionProcessor {
    const { window, merged } = this.options
    const windowed = this.windowed
    const program: Program = { fields: [], outputs: [archive, windowed] }
    const decoder = createDecoder()
    const specification = { window, aggregates: AGGREGATES, maxDelayMs: MAX_DELAY_MS, partitionIndex: index }
    const createStage = () => {
      const origins = new Origins()
      const common = { program: windowed, output: 1, fingerprint: FINGERPRINT, origins }
      const output = merged
        ? new FirstStageOutput({
            ...common,
            operator: createPartialOperator(specification),
            producer: index,
            mergePartitions: ports.shuffle?.partitions ?? 1,
            // So small that most messages are cut.
            maxMessageBytes: 150,
          })
        : new SingleStageOutput({
            ...common,
            operator: createWindowOperator(specification),
            partition,
            keyText: (keyBytes, keyStart) => String(keyBytes[keyStart]),
          })
      return new PartitionStage({ decoder, program, maxDelayMs: MAX_DELAY_MS, origins, windowed: [null, output] })
    }
    return new CheckpointedProcessor({
      partition,
      outputs: OUTPUTS,
      ports,
      createStage,
      inheritStage: async () => stageOfHeir(partition, createStage, await inherit()),
    })
  }

  merge(partition: number, ports: ProcessorPorts, partitions: number | readonly number[] = this.options.partitions): PartitionProcessor {
    const { window } = this.options
    const name = mergePartitionName('windows', partition)
    return new CheckpointedProcessor({
      partition: name,
      outputs: ['windows'],
      ports,
      createStage: () =>
        new MergeStage({
          partition: name,
          operator: createMergeOperator({ window, aggregates: AGGREGATES, producers: partitions }),
          program: this.windowed,
          fingerprint: FINGERPRINT,
          producers: partitions,
        }),
    })
  }
}

/** Records `from` to `to` of a log. */
export function slice(log: RecordBatch, from: number, to: number): RecordBatch {
  return {
    length: to - from,
    positions: Array.prototype.slice.call(log.positions, from, to),
    arrivalTimes: log.arrivalTimes.subarray(from, to),
    ticks: log.ticks.subarray(from, to),
    bytes: log.bytes,
    starts: log.starts.subarray(from, to),
    ends: log.ends.subarray(from, to),
  }
}
