import { type Definition, fieldsAfter } from '../../pipeline'

/** Names of the columns that generated text adds to the events. Unlike fields of the definition they may change between versions. */
export interface SystemNames {
  /** Event time, epoch ms. */
  readonly time: string
  /** Event time as the engine's own type, where it has one that its windows need. */
  readonly engineTime: string
  /** The partition's watermark before the event, epoch ms; null before the first. */
  readonly watermark: string
  /** The same as the engine's own type. */
  readonly engineWatermark: string
  readonly partition: string
  /** The record as it came. */
  readonly record: string
  /** The position in the partition. */
  readonly offset: string
  /** When the broker took the record. */
  readonly arrival: string
  /** The record's bytes as text, where a landing table holds them. */
  readonly payload: string
  /** Why a record can't be an event; null where it is one. */
  readonly problem: string
  /** How often a value comes that is ranked, and its place by that. */
  readonly count: string
  readonly rank: string
}

/** Names that no field at any step has, whatever the case of letters. */
export function systemNamesOf(definition: Definition): SystemNames {
  const taken = new Set<string>()
  for (const { steps, columns } of definition.outputs) {
    let { fields } = definition.source
    for (const { name } of [...fields, ...columns]) taken.add(name.toLowerCase())
    for (const step of steps) {
      fields = fieldsAfter(fields, step)
      for (const { name } of fields) taken.add(name.toLowerCase())
    }
  }
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name)
  return {
    time: free('event_time_ms'),
    engineTime: free('event_time'),
    watermark: free('watermark_ms'),
    engineWatermark: free('watermark'),
    partition: free('log_partition'),
    record: free('log_record'),
    offset: free('log_offset'),
    arrival: free('arrival_time'),
    payload: free('payload'),
    problem: free('decode_problem'),
    count: free('value_count'),
    rank: free('value_rank'),
  }
}
