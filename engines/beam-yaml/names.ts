import { type Definition, fieldsAfter } from '../../pipeline'
import { systemNamesOf } from '../sql/system-names'
import { columnName } from './python'
import type { YamlMap } from './yaml'

/** Columns that the pipeline adds to the definition's. */
export interface AddedColumns {
  /** Event time, epoch ms. */
  readonly time: string
  /** The partition's watermark before the event, epoch ms; null before the first. */
  readonly watermark: string
  readonly partition: string
  readonly offset: string
  /** The time of publication in microseconds. */
  readonly published: string
  readonly windowStart: string
  readonly windowEnd: string
}

/** And functions. */
export interface BeamNames extends AddedColumns {
  readonly eventTimeFunction: YamlMap
  readonly windowStartFunction: YamlMap
  readonly windowEndFunction: YamlMap
}

/** Names that no column of the definition has, at any step. */
export function addedColumns(definition: Definition): AddedColumns {
  const taken = new Set<string>()
  for (const { steps, columns } of definition.outputs) {
    let { fields } = definition.source
    for (const step of [undefined, ...steps]) {
      fields = step === undefined ? fields : fieldsAfter(fields, step)
      for (const { name } of [...fields, ...columns]) taken.add(columnName(name))
    }
  }
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name)
  const { time, watermark, partition, offset } = systemNamesOf(definition)
  return {
    time,
    watermark,
    partition,
    offset,
    published: free('published_us'),
    windowStart: free('window_start'),
    windowEnd: free('window_end'),
  }
}
