import type { EngineRow } from '../../case'
import type { CaseRecord } from '../../records'
import { rowOf } from '../flink-sql/rows'
import type { Broker } from './broker'

const rowsTopics = (index: number): string => `rows-${index}-`

/** Writes a case's records into a topic of its own, makes topics for the places of its rows, and gives the artifact's parameters of both. */
export async function feedTopic(
  broker: Broker,
  index: number,
  partitions: readonly (readonly CaseRecord[])[],
  places: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const topic = `case-${index}`
  await broker.write(topic, partitions)
  await broker.create(places.map(place => `${rowsTopics(index)}${place}`))
  return {
    bootstrap_servers: broker.address,
    source_topic: topic,
    sink_topic_prefix: rowsTopics(index),
    group_id: `group-${index}`,
    startup_mode: 'earliest-offset',
    bounded_mode: 'latest-offset',
    delivery_guarantee: 'at-least-once',
  }
}

/** The rows that a case's job has written to a place of its artifact. */
export async function rowsOfTopic(broker: Broker, index: number, place: string): Promise<readonly EngineRow[]> {
  return (await broker.read(`${rowsTopics(index)}${place}`)).map(rowOf)
}
