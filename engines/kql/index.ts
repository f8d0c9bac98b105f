import { allBadRecords } from '../bad-records'
import type { Engine } from '../engine'
import { lowered, refused, supported } from '../rule'
import { KQL } from './dialect'
import { limitsOf } from './limits'
import { writeKql } from './write'

const yes = supported(true)
const FORMATS = 'https://learn.microsoft.com/azure/data-explorer/ingestion-supported-formats'
const noWire = refused('not-written', 'the mapping of a landing table turns no other time into milliseconds', {
  hint: 'write epoch milliseconds',
})
const noType = refused('not-written', 'nobody has compared the type of Kusto with the law')

/** Azure Data Explorer and Fabric: queries over a table in which events land. */
export const kql: Engine = {
  name: 'kql',
  title: 'Azure Data Explorer (KQL)',
  variants: ['query'],
  evidence: 'model',
  evidenceNote:
    "a model of the documented rules runs the text, and Microsoft's own language service takes it with the tables' schema; no engine has run it",
  capabilities: {
    formats: {
      json: yes,
      avro: refused('not-yet', 'Kusto takes Avro as files that hold their schema: none is given for single records', {
        hint: 'send JSON',
        link: FORMATS,
      }),
      'avro-confluent': refused('not-yet', 'Kusto takes Avro as files that hold their schema, and asks no registry', {
        hint: 'send JSON',
        link: FORMATS,
      }),
      csv: refused(
        'not-written',
        'an empty cell, which is null, and an empty text in quotes land as the same empty text: a string is never null there',
        { hint: 'send JSON', link: 'https://learn.microsoft.com/kusto/query/scalar-data-types/null-values' },
      ),
    },
    wires: {
      'epoch-ms': yes,
      iso8601: lowered('lands as a datetime', true),
      sql: lowered('lands as a datetime', true),
      'epoch-s': noWire,
      'epoch-us': noWire,
      'epoch-ns': noWire,
    },
    types: {
      string: lowered('never null there: optional strings are refused', true),
      boolean: yes,
      int64: yes,
      double: yes,
      decimal: noType,
      bytes: noType,
      timestamp: lowered('longs of epoch milliseconds inside of queries, datetimes in rows of tables', true),
      date: noType,
      enum: noType,
      list: lowered('a dynamic', true),
      record: noType,
    },
    steps: {
      where: yes,
      project: yes,
      explode: lowered('mv-expand', true),
      innerLookup: lowered('lookup in a datatable', true),
      leftLookup: refused('not-written', 'what lookup finds no row for has empty strings, not null'),
      case: yes,
      having: yes,
      native: yes,
    },
    functions: KQL.functions,
    casts: KQL.casts,
    aggregates: KQL.aggregates,
    windows: {
      tumbling: lowered('bin of epoch milliseconds', true),
      hopping: lowered('mv-expand over the windows of each event', true),
      session: lowered('row_window_session over sorted rows, which begins anew at exactly the gap', true),
    },
    guarantees: {
      lateEvents: refused('never', 'a query sees what has landed until then, however late it came', {
        hint: 'rows of closed windows may still change; query a window once',
      }),
      lateOutput: refused('never', 'no event is late'),
      deadLetters: refused('not-written', 'records that do not decode are in .show ingestion failures'),
      partitions: refused('never', 'rows of a table do not say from which partition they came: windows close by the greatest time of all'),
      idleTimeout: lowered('the greatest time of all partitions decides', true),
      maxAhead: refused('not-written', 'times ahead of their arrival are taken'),
      severalOutputs: lowered('a query for each', true),
    },
  },
  badRecords: allBadRecords("can't tell"),
  limits: definition => limitsOf(definition),
  write: writeKql,
}
