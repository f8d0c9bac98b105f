import type { Definition } from '../../pipeline'
import { allBadRecords } from '../bad-records'
import type { Engine, EngineIssue } from '../engine'
import { lowered, refused, supported } from '../rule'
import { AGGREGATES } from './aggregates'
import { JAVA } from './dialect'
import { writeKafkaStreams } from './write'

const yes = supported(true)
/** A record of Java has 255 components at most, with those that every event has. */
const MOST_FIELDS = 250

/** Kafka Streams: a Java application of one class, that runs wherever Java does and keeps its state in Kafka. */
export const kafkaStreams: Engine = {
  name: 'kafka-streams',
  title: 'Kafka Streams',
  variants: ['kafka'],
  evidence: 'run',
  evidenceNote: 'Kafka Streams 4.3.1 runs every case, on its TopologyTestDriver, without a broker',
  capabilities: {
    formats: {
      json: yes,
      avro: lowered('read in the generated class, by the schema of the source', true),
      'avro-confluent': lowered('the header is cut off: the schema is the one of the source, and no registry is asked', true),
      csv: lowered('read in the generated class', true),
    },
    wires: { iso8601: yes, sql: yes, 'epoch-s': yes, 'epoch-ms': yes, 'epoch-us': yes, 'epoch-ns': yes },
    types: {
      string: yes,
      boolean: yes,
      int64: yes,
      double: yes,
      decimal: yes,
      bytes: yes,
      timestamp: yes,
      date: yes,
      enum: yes,
      list: yes,
      record: yes,
    },
    steps: {
      where: lowered('what it drops still moves the watermark, by an event of a key of its own', true),
      project: yes,
      explode: yes,
      innerLookup: yes,
      leftLookup: yes,
      case: yes,
      having: yes,
      native: lowered('Java that is given; an exception that it throws ends the event', true),
    },
    functions: JAVA.functions,
    casts: JAVA.casts,
    aggregates: AGGREGATES,
    windows: {
      tumbling: lowered('times move by the offset, which Kafka Streams does not have', true),
      hopping: lowered('times move by the offset, which Kafka Streams does not have', true),
      session: lowered('the gap is 1 ms shorter, the grace 1 ms longer, and the end is the last event plus the gap', true),
    },
    guarantees: {
      lateEvents: lowered('a processor behind the source keeps the watermark and stamps each event with it', true),
      lateOutput: yes,
      deadLetters: yes,
      partitions: refused(
        'not-written',
        "a group's windows close by the newest event of all partitions that send to its task, not by the slowest partition",
      ),
      idleTimeout: lowered('by ticks that something else writes to the topic: records without value whose header tick has epoch ms', true),
      maxAhead: yes,
      severalOutputs: yes,
    },
  },
  badRecords: allBadRecords('dead letter'),
  limits,
  write: writeKafkaStreams,
}

function limits({ source }: Definition): readonly EngineIssue[] {
  if (source.fields.length <= MOST_FIELDS) return []
  const reason = `the source has ${source.fields.length} fields; a record of Java has ${MOST_FIELDS}`
  return [{ feature: 'limit', path: 'source.fields', kind: 'not-written', reason, hint: 'leave out fields that no output needs' }]
}
