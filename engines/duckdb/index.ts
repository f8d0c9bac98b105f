import { allBadRecords } from '../bad-records'
import type { Engine } from '../engine'
import { lowered, refused, supported } from '../rule'
import { DUCKDB } from './dialect'
import { writeDuckDb } from './write'

const yes = supported(true)
const AVRO = refused(
  'not-yet',
  'DuckDB reads Avro by an extension that is not part of it and takes object containers alone, whose times and decimals it gives as plain integers and bytes',
  {
    hint: 'read JSON lines',
    link: 'https://duckdb.org/docs/stable/core_extensions/avro',
  },
)

/** DuckDB: the whole definition as one script over files, for back-fills and for looking at what a stream would have given. */
export const duckdb: Engine = {
  name: 'duckdb',
  title: 'DuckDB',
  variants: ['files'],
  evidence: 'run',
  evidenceNote: 'DuckDB 1.5.5 runs every case',
  capabilities: {
    formats: {
      json: yes,
      avro: AVRO,
      'avro-confluent': AVRO,
      csv: lowered('cells become members of JSON, which are then read as strictly as JSON', true),
    },
    wires: { iso8601: yes, sql: yes, 'epoch-s': yes, 'epoch-ms': yes, 'epoch-us': yes, 'epoch-ns': yes },
    types: {
      string: yes,
      boolean: yes,
      int64: yes,
      double: yes,
      decimal: lowered('a JSON number passes through a double, which has 15 sure digits; write more in a string', true),
      bytes: yes,
      timestamp: yes,
      date: yes,
      enum: yes,
      list: yes,
      record: yes,
    },
    steps: { where: yes, project: yes, explode: yes, innerLookup: yes, leftLookup: yes, case: yes, having: yes, native: yes },
    functions: DUCKDB.functions,
    casts: DUCKDB.casts,
    aggregates: DUCKDB.aggregates,
    windows: {
      tumbling: lowered('integer arithmetic on epoch milliseconds', true),
      hopping: lowered('each event is joined with the numbers of its windows', true),
      session: lowered('the distance to the event before numbers the sessions', true),
    },
    guarantees: {
      lateEvents: lowered('the greatest time before each event, by partition', true),
      lateOutput: refused('not-written', 'late events are left out'),
      deadLetters: refused('not-written', 'records that do not decode, null keys and failing events are left out'),
      partitions: lowered('a file is a partition', true),
      idleTimeout: supported('the input is bounded'),
      maxAhead: refused('never', 'files have no arrival times'),
      severalOutputs: yes,
    },
  },
  badRecords: allBadRecords('dropped', { 'too-deep': 'taken', 'time-ahead': "can't tell" }),
  limits: () => [],
  write: writeDuckDb,
}
