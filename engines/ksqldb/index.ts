import { allBadRecords } from '../bad-records'
import type { Engine } from '../engine'
import { lowered, refused, supported } from '../rule'
import { AGGREGATES } from './aggregates'
import { KSQLDB } from './dialect'
import { limitsOf } from './limits'
import { writeKsqlDb } from './write'

const yes = supported(true)
const SERIALIZATION = 'https://docs.ksqldb.io/en/latest/reference/serialization/'

/** ksqlDB: streams and a table of closed windows for each output. */
export const ksqldb: Engine = {
  name: 'ksqldb',
  title: 'ksqlDB',
  variants: ['self-managed', 'confluent-cloud'],
  evidence: 'model',
  evidenceNote:
    "a strict parser reads the text, and a model of ksqlDB's documented and source-read rules runs it; the windows behind it are proven on Kafka Streams",
  capabilities: {
    formats: {
      json: yes,
      avro: refused('not-yet', "ksqlDB reads Avro behind Confluent's header only, by a schema registry", {
        hint: 'write avro-confluent or JSON to the topic',
        link: `${SERIALIZATION}#avro`,
      }),
      'avro-confluent': lowered("ksqlDB's own reader, which asks the registry; times are the integers that they are on the wire", true),
      csv: refused('not-written', "ksqlDB's DELIMITED does not tell a quoted empty text from an empty cell, which is null", {
        hint: 'write JSON to the topic',
        link: `${SERIALIZATION}#delimited`,
      }),
    },
    wires: {
      iso8601: lowered('parts of the text are read by patterns', true),
      sql: lowered('parts of the text are read by patterns', true),
      'epoch-s': refused('not-written', 'seconds with a fraction would be cut', { hint: 'write milliseconds' }),
      'epoch-ms': yes,
      'epoch-us': lowered('by integer arithmetic', true),
      'epoch-ns': lowered('by integer arithmetic', true),
    },
    types: {
      string: yes,
      boolean: yes,
      int64: yes,
      double: yes,
      decimal: refused('not-written', "ksqlDB's decimals fail where the law's round", {
        hint: 'use int64 in the smallest unit, or double',
      }),
      bytes: refused('not-written', 'comparison and grouping of bytes', { hint: 'use texts' }),
      timestamp: lowered('BIGINT of epoch milliseconds', true),
      date: refused('not-written', "ksqlDB's DATE is written as a number of days", { hint: 'use timestamps' }),
      enum: lowered('VARCHAR; records with other values are left out', true),
      list: yes,
      record: lowered('STRUCT; null where a required member is missing', true),
    },
    steps: {
      where: yes,
      project: yes,
      explode: yes,
      innerLookup: lowered('the reference data as a MAP in the text', true),
      leftLookup: lowered('the reference data as a MAP in the text', true),
      case: yes,
      having: yes,
      native: yes,
    },
    functions: KSQLDB.functions,
    casts: KSQLDB.casts,
    aggregates: AGGREGATES,
    windows: {
      tumbling: lowered(
        'times move by the offset, which ksqlDB does not have; windows are kept for a week, since EMIT FINAL loses what is passed by',
        true,
      ),
      hopping: lowered(
        'times move by the offset, which ksqlDB does not have; windows are kept for a week, since EMIT FINAL loses what is passed by',
        true,
      ),
      session: lowered('the gap is 1 ms shorter, and the end is the last event plus the gap', true),
    },
    guarantees: {
      lateEvents: refused(
        'never',
        'the time of windows moves by the events that reach them, and a late event may join a session that was given already',
      ),
      lateOutput: refused('never', 'late events are counted in a metric only'),
      deadLetters: refused('not-written', "bad records go to ksqlDB's processing log, null keys and failing events nowhere"),
      partitions: refused('never', "a group's windows close by the newest event of its partition behind GROUP BY"),
      idleTimeout: refused('never', 'windows close by events only'),
      maxAhead: lowered('ROWTIME is the arrival', true),
      severalOutputs: yes,
    },
  },
  badRecords: allBadRecords('dropped', {
    'invalid-utf8': "can't tell",
    'lone-surrogate': 'taken',
    'too-deep': 'taken',
    'too-large': 'taken',
    'wrong-type': 'taken',
    'out-of-range': 'taken',
    'time-ahead': "can't tell",
    'aggregate-error': 'taken',
  }),
  limits: limitsOf,
  write: writeKsqlDb,
}
