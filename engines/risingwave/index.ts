import { type Definition, expressionsOf } from '../../pipeline'
import { allBadRecords } from '../bad-records'
import type { Engine, EngineIssue } from '../engine'
import { lowered, refused, supported } from '../rule'
import { isMixed } from '../sql/compare'
import { RISINGWAVE } from './dialect'
import { writeRisingWave } from './write'

const yes = supported(true)
const FORMATS = 'https://docs.risingwave.com/ingestion/formats-and-encoding-options'
/** The documentation of ENCODE CSV has its options only. */
const CSV_PARSER = 'https://github.com/risingwavelabs/risingwave/blob/main/src/connector/src/parser/csv_parser.rs'
const noWire = refused('not-written', 'the source reads the time as a bigint of milliseconds', { hint: 'write epoch milliseconds' })
const noType = refused('not-written', 'nobody has compared the type of RisingWave with the law')

/** RisingWave: Kafka in and out, materialized views that give windows once. */
export const risingwave: Engine = {
  name: 'risingwave',
  title: 'RisingWave',
  variants: ['kafka'],
  evidence: 'model',
  evidenceNote:
    "a model of the documented rules runs the text, and a parser of RisingWave's dialect (sqlglot 30.30.0) has read that of the cases; no engine has run it",
  capabilities: {
    formats: {
      json: yes,
      avro: refused('not-yet', 'ENCODE AVRO needs a schema registry, whose header stands before each record', {
        hint: 'write JSON to the topic',
        link: FORMATS,
      }),
      'avro-confluent': refused(
        'not-written',
        'ENCODE AVRO makes the columns of the registered schema, with times as timestamptz: the source here is written with columns of its own',
        { hint: 'write JSON to the topic', link: FORMATS },
      ),
      csv: refused(
        'not-written',
        'ENCODE CSV makes null of every empty cell, also of one in quotes, takes lines with fewer or more cells and booleans as numbers: cells would have to be found in ENCODE BYTES',
        { hint: 'write JSON to the topic', link: CSV_PARSER },
      ),
    },
    wires: { 'epoch-ms': yes, iso8601: noWire, sql: noWire, 'epoch-s': noWire, 'epoch-us': noWire, 'epoch-ns': noWire },
    types: {
      string: yes,
      boolean: yes,
      int64: yes,
      double: yes,
      decimal: noType,
      bytes: noType,
      timestamp: lowered('bigints of epoch milliseconds; a timestamptz beside the event time', true),
      date: noType,
      enum: noType,
      list: yes,
      record: yes,
    },
    steps: { where: yes, project: yes, explode: yes, innerLookup: yes, leftLookup: yes, case: yes, having: yes, native: yes },
    functions: RISINGWAVE.functions,
    casts: RISINGWAVE.casts,
    aggregates: RISINGWAVE.aggregates,
    windows: {
      tumbling: lowered('TUMBLE, with EMIT ON WINDOW CLOSE', true),
      hopping: lowered('HOP, with EMIT ON WINDOW CLOSE', true),
      session: refused('not-written', 'sessions are frames of window functions there, which give a row for each event'),
    },
    guarantees: {
      lateEvents: refused('never', 'an event behind the watermark is dropped, also where one of its windows is still open', {
        link: 'https://docs.risingwave.com/processing/watermarks',
      }),
      lateOutput: refused('never', 'what is behind the watermark is dropped'),
      deadLetters: refused('not-written', 'records that do not decode, null keys and failing events are left out'),
      partitions: refused('not-written', 'how watermarks of partitions are brought together was not looked at'),
      idleTimeout: refused('not-written', 'how idle partitions are treated was not looked at'),
      maxAhead: refused('not-written', 'times ahead of their arrival are taken'),
      severalOutputs: yes,
    },
  },
  badRecords: allBadRecords("can't tell"),
  limits: limitsOf,
  write: writeRisingWave,
}

const ORDERED = new Set(['less', 'lessOrEqual', 'greater', 'greaterOrEqual'])

function limitsOf(definition: Definition): readonly EngineIssue[] {
  const limit = (path: string, reason: string, hint: string): EngineIssue => ({ feature: 'limit', path, kind: 'not-written', reason, hint })
  return [
    ...definition.outputs.flatMap(({ into, windowed }, index) => [
      ...(into.kind === 'table' ? [limit(`outputs[${index}].into`, 'sinks of tables', 'write a stream')] : []),
      ...(windowed === null
        ? [limit(`outputs[${index}]`, 'the source drops late events, which an output without windows must have', 'use windows')]
        : []),
      ...(windowed?.keys.length === 0 ? [limit(`outputs[${index}].windowed.keys`, 'groups without keys', 'group by a key')] : []),
    ]),
    ...expressionsOf(definition).flatMap(({ expression, path }) => {
      if (expression.node !== 'call') return []
      const [first, ...others] = expression.arguments
      const isCompared = ORDERED.has(expression.function) || ['equal', 'notEqual', 'in'].includes(expression.function)
      return isCompared && others.some(other => isMixed(first, other))
        ? [limit(path, 'a bigint and a double are compared as doubles', 'cast one of them')]
        : []
    }),
  ]
}
