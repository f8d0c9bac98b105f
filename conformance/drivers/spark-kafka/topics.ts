import type { Broker } from '../flink-sql-kafka/broker'
import type { JobInput } from '../spark/job'

/** What a micro-batch reads of a partition, so that there are several. */
const MICRO_BATCHES = 2

/** Writes the log of a program into a topic of its own, and gives the parameters of the source. */
export async function feedTopic(broker: Broker, topic: string, { logs, last }: JobInput): Promise<Readonly<Record<string, string>>> {
  const complete = last === null ? logs : logs.map(log => [...log, last])
  await broker.write(topic, complete)
  const longest = Math.max(...complete.map(log => log.length))
  return {
    kafka_bootstrap_servers: broker.address,
    source_topic: topic,
    max_offsets_per_trigger: String(Math.max(1, Math.ceil(longest / MICRO_BATCHES))),
  }
}
