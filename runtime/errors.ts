import { StateError } from '../windowing'
import type { Position } from './records'

/** Another worker committed this partition's checkpoint first. Nothing is lost: give the same records again, and what the other did is skipped. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
  constructor(
    readonly partition: string,
    readonly expectedVersion: number,
  ) {
    super(
      `partition '${partition}': another worker committed checkpoint ${expectedVersion + 1} first; this worker's state was dropped: ` +
        'give the records again (those that the other worker processed are skipped), and check that one partition has one worker',
    )
  }
}

export const damagedCheckpoint = (partition: string, problem: string) =>
  new StateError(
    `the checkpoint of partition '${partition}' is damaged: ${problem}; restore the state store from a backup, ` +
      'or delete the checkpoint and the rows of this partition and replay its log from the start',
  )

export const unknownCheckpointFormat = (partition: string, got: number, allowed: number) =>
  new StateError(
    `the checkpoint of partition '${partition}' has format ${got}, this version reads ${allowed}; ` +
      'run the version that wrote it, or replay the log from the start into a new state store',
  )

export const incompatibleState = (partition: string, differences: readonly string[]) =>
  new StateError(
    `the checkpoint of partition '${partition}' was made by another definition: ${differences.join('; ')}. Ways out: ` +
      'run the definition that made it; give changed outputs a new name and the pipeline a new state store, and replay the log; ' +
      'or drain the old pipeline (finish), then start the new one at its end',
  )

export const inputAfterEnd = (partition: string, position: Position) =>
  new StateError(
    `partition '${partition}' was finished, got a record at position ${position} after its end; ` +
      'a finished partition takes no more records: use a new state store to run the whole input again',
  )

export const recordAfterHandOver = (partition: string, position: Position) =>
  new StateError(
    `partition '${partition}' was handed over, got a record at position ${position} after that; hand a partition over when all its records ` +
      'were processed, and give what comes later to its successors',
  )

export const handOverAfterEnd = (partition: string) =>
  new StateError(
    `partition '${partition}' was finished and can't be handed over: all its windows are closed, and nobody can go on with them`,
  )

export const notHandedOver = (partition: string, parent: string) =>
  new StateError(
    `partition '${partition}' was to go on from the state of '${parent}', which was not handed over: ` +
      'process all records of the parent and call its handOver first',
  )

export const indivisibleOutput = (partition: string, output: string) =>
  new RangeError(
    `partition '${partition}': windows of '${output}' can't be divided among successors, since they are closed in one stage and no group key is the source's partition key: ` +
      "create the processor with partitions: 'many' and a shuffle log",
  )

export const mergeHandOver = (partition: string) =>
  new RangeError(`'${partition}' is a merge, which is not handed over: all messages of a merge partition stay in one log`)

export const callsOverlap = (partition: string) =>
  new Error(`partition '${partition}': a call is still running; await it before the next one`)

export const brokenRun = (partition: string) =>
  new Error(
    `partition '${partition}': an earlier call failed, and without a state store there is no checkpoint to go back to; start again with a new processor`,
  )

export const foreignMessage = (partition: string, position: Position, problem: string) =>
  new StateError(
    `the message at position ${position} of '${partition}' is not one of this output's partial rows: ${problem}; ` +
      'a merge must read only the log that the first stage of the same definition wrote',
  )
