import { allBadRecords } from '../bad-records'
import type { Engine } from '../engine'
import { lowered, refused, supported } from '../rule'
import { BIGQUERY } from './dialect'
import { limitsOf } from './limits'
import { writeBigQuery } from './write'

const yes = supported(true)

/** BigQuery: queries over a table in which records land, by schedule or over all of them. */
export const bigquery: Engine = {
  name: 'bigquery',
  title: 'BigQuery',
  variants: ['scheduled', 'batch'],
  evidence: 'stand-in run',
  evidenceNote:
    "Google's reference implementation of GoogleSQL (zetasql 2024.11.1) runs every SELECT, and parses and resolves tables, views and MERGE",
  capabilities: {
    formats: {
      json: yes,
      avro: refused(
        'not-written',
        "a subscription of Pub/Sub decodes Avro by its topic's schema into columns, and leaves out what doesn't decode; load jobs read object containers: landing tables hold records as they are",
        {
          hint: 'land records as JSON',
          link: 'https://cloud.google.com/pubsub/docs/bigquery',
        },
      ),
      'avro-confluent': refused('not-yet', 'no function of BigQuery decodes Avro, and nothing there asks a schema registry', {
        hint: 'land records as JSON, by a connector that asks the registry',
        link: 'https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-avro',
      }),
      csv: lowered('cells become members of JSON, which are then read as strictly as JSON', true),
    },
    wires: { iso8601: yes, sql: yes, 'epoch-s': yes, 'epoch-ms': yes, 'epoch-us': yes, 'epoch-ns': yes },
    types: {
      string: yes,
      boolean: yes,
      int64: yes,
      double: yes,
      decimal: lowered('BIGNUMERIC, which holds every decimal of 38 digits', true),
      bytes: yes,
      timestamp: lowered('epoch milliseconds inside of queries, TIMESTAMP in columns of tables', true),
      date: yes,
      enum: lowered('a STRING', true),
      list: yes,
      record: yes,
    },
    steps: { where: yes, project: yes, explode: yes, innerLookup: yes, leftLookup: yes, case: yes, having: yes, native: yes },
    functions: BIGQUERY.functions,
    casts: BIGQUERY.casts,
    aggregates: BIGQUERY.aggregates,
    windows: {
      tumbling: lowered('integer arithmetic on epoch milliseconds', true),
      hopping: lowered('each event is joined with the numbers of its windows', true),
      session: lowered('the distance to the event before numbers the sessions', true),
    },
    guarantees: {
      lateEvents: lowered('the greatest time before each event, by partition and offset', true),
      lateOutput: refused('not-written', 'late events are left out'),
      deadLetters: lowered('a view of the records that do not decode or are ahead; null keys and failing expressions are left out', true),
      partitions: lowered('a window closes when the watermarks of all partitions have passed its end', true),
      idleTimeout: refused('not-written', 'a partition without new records holds windows open until it has one', {
        hint: 'give every partition a record now and then',
      }),
      maxAhead: lowered('compared with the column of arrival times, where it is not null', true),
      severalOutputs: lowered('a view and a statement for each', true),
    },
  },
  badRecords: allBadRecords('dead letter', {
    'invalid-utf8': "can't tell",
    'too-deep': 'taken',
    'null-key': 'dropped',
    'expression-error': 'dropped',
    'aggregate-error': 'dropped',
  }),
  limits: definition => limitsOf(definition),
  write: writeBigQuery,
}
