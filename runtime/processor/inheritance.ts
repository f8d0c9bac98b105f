import { restoreCheckpoint } from '../checkpoint'
import { notHandedOver } from '../errors'
import type { StoredState } from '../ports'
import type { PartitionStage } from './partition-stage'
import { isSameOutput } from './windowed-output'

/** What a partition goes on from: a parent that was handed over. */
export interface ParentState {
  /** The parent's name. */
  readonly partition: string
  readonly state: StoredState
  /**
   * Whether the events of a key come to this partition from now on. Asked once for each key of windows that are not merged.
   * @param keyText the value of the source's partition key as it stands in JSON, without quotes: a string itself, a timestamp as epoch ms, a date as
   * `YYYY-MM-DD`, a decimal with all digits of its scale. Null: the value is missing (no window has such a key).
   */
  keeps(keyText: string | null): boolean
}

/**
 * A stage that begins with the state of parents, no two of which hold the same key.
 * @throws StateError for a parent that was not handed over, or whose state was made by another definition.
 */
export function stageOfHeir(partition: string, createStage: () => PartitionStage, parents: readonly ParentState[]): PartitionStage {
  const stage = createStage()
  stage.inherit(
    parents.map(parent => {
      const parentStage = createStage()
      const { handedOver } = restoreCheckpoint(parent.partition, parent.state.chunks, parentStage.parts, isSameOutput)
      if (!handedOver) throw notHandedOver(partition, parent.partition)
      return { stage: parentStage, keeps: keyText => parent.keeps(keyText) }
    }),
  )
  return stage
}
