import { createMergeOperator, createPartialOperator, createWindowOperator, type WindowOperator } from '../../../windowing'
import type { OracleLog } from '../../oracle'
import type { Choices } from '../oracle/cases'
import { batchesOf, type DrivenLate, type DrivenRow, rowCollector } from '../oracle/drive'
import type { ShardedCase } from './cases'
import type { Shard } from './tree'

/** Feeds a shard's operator, which is restored from its checkpoint where the choices say so; gives the last one. */
function feed<R, Operator extends WindowOperator<R>>(
  log: OracleLog,
  create: () => Operator,
  begin: (operator: Operator) => void,
  receiver: Omit<R, 'late'>,
  late: DrivenLate[],
  choices: Choices,
): Operator {
  let operator = create()
  begin(operator)
  let checkpoint = [operator.snapshot()]
  for (const { input, places } of batchesOf(log, choices)) {
    const onLate = (entry: number, watermark: number) => late.push({ ordinal: places[entry].ordinal, row: places[entry].row, watermark })
    operator.process(input, { ...receiver, late: onLate } as R)
    const step = choices.below(8)
    if (step === 6) checkpoint = [operator.snapshot()]
    else if (step >= 4) checkpoint.push(operator.changes())
    if (step === 5 || step === 6) {
      operator = create()
      operator.restore(checkpoint)
    }
  }
  return operator
}

const byWatermark = (one: { readonly watermark: number }, other: { readonly watermark: number }) =>
  Number(one.watermark > other.watermark) - Number(one.watermark < other.watermark)

/** What each shard gave, in the order of the tree. */
export interface DrivenShard {
  readonly rows: readonly DrivenRow[]
  readonly late: readonly DrivenLate[]
}

/** One stage: children go on with the open windows of their parents. */
export function driveShards(
  { definition, tree, logs, pointOfBytes }: ShardedCase & PointOfBytes,
  choices: Choices,
): readonly DrivenShard[] {
  const operators = new Map<Shard, ReturnType<typeof createWindowOperator>>()
  return tree.shards.map((shard, place) => {
    const rows: DrivenRow[] = []
    const late: DrivenLate[] = []
    const receiver = rowCollector(rows)
    const nothingLate = { ...receiver, late: () => {} }
    const begin = (operator: ReturnType<typeof createWindowOperator>) => {
      const parents = shard.parents.flatMap(parent => operators.get(parent) ?? []).sort(byWatermark)
      for (const parent of parents)
        operator.inherit(
          parent.snapshot((bytes, start, end) => {
            const point = pointOfBytes(bytes.subarray(start, end))
            return shard.from <= point && point < shard.to
          }),
          1,
          nothingLate,
        )
    }
    const create = () => createWindowOperator({ ...definition, partitionIndex: shard.index })
    const operator = feed(logs[place], create, begin, receiver, late, choices)
    operators.set(shard, operator)
    if (shard.children.length === 0) operator.finish(logs[place].entries.length + 1, nothingLate)
    return { rows, late }
  })
}

export interface PointOfBytes {
  pointOfBytes(key: Uint8Array): number
}

type Message = (merge: ReturnType<typeof createMergeOperator>, cause: number, rows: DrivenRow[]) => void

/** Two stages: each shard sends its partials, and at its end those that are open; messages of shards that live at one time are interleaved. */
export function driveMergedShards({ definition, tree, logs }: ShardedCase, choices: Choices): { rows: DrivenRow[]; late: DrivenLate[][] } {
  const operators = new Map<Shard, ReturnType<typeof createPartialOperator>>()
  const queues = new Map<Shard, Message[]>()
  const late = tree.shards.map((shard, place) => {
    const messages: Message[] = []
    const producer = shard.index
    const partial = (start: number, end: number, key: Uint8Array, keyStart: number, keyEnd: number, _cause: number, state: Uint8Array) => {
      const [copiedKey, copiedState] = [key.slice(keyStart, keyEnd), state.slice()]
      messages.push(merge => merge.merge(producer, start, end, copiedKey, 0, copiedKey.length, copiedState))
    }
    const receiver = { partial, late: () => {} }
    const begin = (operator: ReturnType<typeof createPartialOperator>) => {
      const parents = shard.parents.flatMap(parent => operators.get(parent) ?? []).sort(byWatermark)
      for (const parent of parents) operator.inherit(parent.snapshot(), 1, receiver)
    }
    const lateHere: DrivenLate[] = []
    const create = () => createPartialOperator({ ...definition, partitionIndex: producer })
    const operator = feed(logs[place], create, begin, { partial }, lateHere, choices)
    operators.set(shard, operator)
    const cause = logs[place].entries.length + 1
    if (shard.children.length === 0) operator.finish(cause, receiver)
    else operator.handOver(cause, receiver)
    const watermark = operator.outputWatermark
    const successors = shard.children.map(({ index }) => index)
    messages.push((merge, at, rows) => {
      if (successors.length === 0) merge.advance(producer, watermark, at, rowCollector(rows))
      else merge.handOver(producer, successors, watermark, at, rowCollector(rows))
    })
    queues.set(shard, messages)
    return lateHere
  })
  return { rows: interleave(definition, tree.roots, queues, choices), late }
}

function interleave(
  definition: ShardedCase['definition'],
  roots: readonly Shard[],
  queues: ReadonlyMap<Shard, Message[]>,
  choices: Choices,
): DrivenRow[] {
  const create = () => createMergeOperator({ ...definition, producers: roots.map(({ index }) => index) })
  const left = (shard: Shard) => queues.get(shard)?.length ?? 0
  const rows: DrivenRow[] = []
  let merge = create()
  let checkpoint: Uint8Array[] = []
  let deliveries = 0
  for (;;) {
    const waiting = [...queues.keys()].filter(shard => left(shard) > 0 && shard.parents.every(parent => left(parent) === 0))
    if (waiting.length === 0) return rows
    const shard = choices.of(waiting)
    for (const deliver of queues.get(shard)?.splice(0, choices.of([1, 1, 3, 100])) ?? []) deliver(merge, deliveries++, rows)
    const step = choices.below(16)
    if (step === 14) checkpoint = [merge.snapshot()]
    else if (step >= 12) checkpoint.push(merge.changes())
    if (step === 13 || step === 14) {
      merge = create()
      merge.restore(checkpoint)
    }
  }
}
