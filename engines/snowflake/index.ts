import { allBadRecords } from '../bad-records'
import type { Engine } from '../engine'
import { lowered, refused, supported } from '../rule'
import { SNOWFLAKE } from './dialect'
import { limitsOf } from './limits'
import { writeSnowflake } from './write'

const yes = supported(true)

/** Snowflake: dynamic tables over a table in which records land, or tables that a task fills. */
export const snowflake: Engine = {
  name: 'snowflake',
  title: 'Snowflake',
  variants: ['dynamic-table', 'task'],
  evidence: 'stand-in run',
  evidenceNote: 'fakesnow 0.12.1 runs the script on DuckDB: views, dynamic tables and MERGE; streams, tasks and procedures are not run',
  capabilities: {
    formats: {
      json: yes,
      avro: refused(
        'not-written',
        "no function of Snowflake decodes Avro; Openflow's connector for Kafka does, by a schema that is given to it: landing tables hold records as text",
        {
          hint: 'land records as JSON',
          link: 'https://docs.snowflake.com/en/user-guide/data-integration/openflow/connectors/kafka/kafka-dlq-metadata',
        },
      ),
      'avro-confluent': refused(
        'not-written',
        "Snowflake's Kafka connector decodes it into a VARIANT: landing tables hold records as text",
        {
          hint: 'land records as JSON',
          link: 'https://docs.snowflake.com/en/user-guide/kafka-connector-overview',
        },
      ),
      csv: refused('not-written', 'cells of a line would be found by a regular expression, as BigQuery does', {
        hint: 'land records as JSON',
      }),
    },
    wires: { iso8601: yes, sql: yes, 'epoch-s': yes, 'epoch-ms': yes, 'epoch-us': yes, 'epoch-ns': yes },
    types: {
      string: yes,
      boolean: yes,
      int64: lowered('NUMBER(38, 0); results outside of int64 are found', true),
      double: yes,
      decimal: lowered('a JSON number of more than 38 digits is a double there', true),
      bytes: yes,
      timestamp: lowered('epoch milliseconds inside of queries, TIMESTAMP_NTZ(3) in columns of tables', true),
      date: yes,
      enum: lowered('a VARCHAR', true),
      list: lowered('an ARRAY of VARIANT, whose elements are cast', true),
      record: lowered('an OBJECT, whose members are cast', true),
    },
    steps: { where: yes, project: yes, explode: yes, innerLookup: yes, leftLookup: yes, case: yes, having: yes, native: yes },
    functions: SNOWFLAKE.functions,
    casts: SNOWFLAKE.casts,
    aggregates: SNOWFLAKE.aggregates,
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
      severalOutputs: lowered('a table for each', true),
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
  write: writeSnowflake,
}
