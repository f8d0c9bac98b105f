import { allBadRecords } from '../bad-records'
import type { Engine } from '../engine'
import { lowered, refused, supported } from '../rule'
import { FLINK } from './dialect'
import { flinkLimits } from './limits'
import { VARIANT_NAMES } from './variants'
import { writeFlink } from './write'

const yes = supported(true)

/** Apache Flink SQL 2.x, also as Amazon's and Confluent's services run it. */
export const flinkSql: Engine = {
  name: 'flink-sql',
  title: 'Apache Flink SQL',
  variants: VARIANT_NAMES,
  evidence: 'run',
  evidenceNote: 'Flink 2.1.1 runs the text of `files` and, with a Kafka 4.3.1 broker, of `open-source`; the two services were not run',
  capabilities: {
    formats: {
      json: lowered("Flink's own reader, which takes some texts as numbers and numbers as texts", true),
      avro: lowered("Flink's own reader; a value of an enum is its index, a datum that can't be read fails the job", true),
      'avro-confluent': lowered("Flink's own reader, which asks the registry; a record that can't be read fails the job", true),
      csv: refused(
        'not-written',
        "Flink's csv format takes a quoted empty text for null where empty cells are, and a line of fewer cells for one that ends in nulls",
        { hint: 'read JSON or Avro' },
      ),
    },
    wires: {
      iso8601: lowered('the parts of the text are read one by one', true),
      sql: lowered('the parts of the text are read one by one', true),
      'epoch-s': lowered('a DECIMAL, floored to the millisecond', true),
      'epoch-ms': yes,
      'epoch-us': lowered('floored to the millisecond', true),
      'epoch-ns': lowered('floored to the millisecond', true),
    },
    types: {
      string: yes,
      boolean: yes,
      int64: yes,
      double: yes,
      decimal: yes,
      bytes: yes,
      timestamp: lowered('epoch ms inside of the text, TIMESTAMP_LTZ in tables', true),
      date: yes,
      enum: lowered('a STRING with its values as a condition', true),
      list: yes,
      record: yes,
    },
    steps: {
      where: yes,
      project: yes,
      explode: yes,
      innerLookup: lowered('a CASE of the reference data: a join would take the time attribute away', true),
      leftLookup: lowered('a CASE of the reference data: a join would take the time attribute away', true),
      case: yes,
      having: yes,
      native: yes,
    },
    functions: FLINK.functions,
    casts: FLINK.casts,
    aggregates: FLINK.aggregates,
    windows: {
      tumbling: lowered('the watermark is declared 1 ms later, because Flink closes windows 1 ms before their end', true),
      hopping: lowered('the watermark is declared 1 ms later, because Flink closes windows 1 ms before their end', true),
      session: lowered('a gap 1 ms shorter and a watermark 2 ms later; late events by a condition on CURRENT_WATERMARK', true),
    },
    guarantees: {
      lateEvents: lowered('a watermark for each record, and conditions on it', true),
      lateOutput: lowered('a further INSERT of the statement set, by the same conditions', true),
      deadLetters: lowered('null keys by a further INSERT; records that do not decode and failing expressions are left out', true),
      partitions: lowered(
        "a task judges by the least of its partitions' watermarks: exactly by the law with as many tasks as partitions",
        true,
      ),
      idleTimeout: lowered('idle partitions hold nothing up; where all are idle the watermark stands still', true),
      maxAhead: lowered("by the connector's arrival time; files have none", true),
      severalOutputs: lowered('a statement set', true),
    },
  },
  badRecords: allBadRecords('dropped', {
    'lone-surrogate': 'taken',
    'too-deep': 'taken',
    'wrong-type': 'taken',
    'too-large': 'taken',
    'null-key': 'dead letter',
  }),
  limits: flinkLimits,
  write: writeFlink,
}
