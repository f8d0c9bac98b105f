import { allBadRecords } from '../bad-records'
import type { Engine } from '../engine'
import { lowered, refused, supported } from '../rule'
import { SPARK } from './dialect'
import { limitsOf } from './limits'
import { VARIANTS, type Variant } from './variants'
import { writeSpark } from './write'

const yes = supported(true)
const isVariant = (variant: string): variant is Variant => VARIANTS.some(known => known === variant)
const variantOf = (variant: string): Variant => (isVariant(variant) ? variant : VARIANTS[0])

/** Spark Structured Streaming: a PySpark program whose steps and windows are Spark SQL. */
export const spark: Engine = {
  name: 'spark',
  title: 'Spark Structured Streaming',
  variants: VARIANTS,
  evidence: 'run',
  evidenceNote:
    'Apache Spark 4.1.4 runs the variant for files, in micro-batches; the others differ from it in where records come from and rows go to',
  capabilities: {
    formats: {
      json: lowered("members are read as variants where Spark's reader is not as strict as the schema", true),
      avro: lowered(
        'from_avro, a package of Spark, reads a datum and what was put behind it, which shows that it was read to its end',
        true,
      ),
      'avro-confluent': lowered('the header is cut off: the schema is the one of the source, and no registry is asked', true),
      csv: lowered("cells become members of JSON: Spark's own reader takes lines with fewer or more cells", true),
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
    steps: { where: yes, project: yes, explode: yes, innerLookup: yes, leftLookup: yes, case: yes, having: yes, native: yes },
    functions: SPARK.functions,
    casts: SPARK.casts,
    aggregates: SPARK.aggregates,
    windows: {
      tumbling: yes,
      hopping: yes,
      session: lowered('gap and delay are one millisecond off, since session_window joins sessions that touch', true),
    },
    guarantees: {
      lateEvents: lowered(
        'exact where records carry the watermark before them; else Spark judges by the watermark of the micro-batch before',
        true,
      ),
      lateOutput: refused('not-yet', 'Spark counts the rows that it drops late and gives them to nobody'),
      deadLetters: lowered('records that do not decode, with a reason; null keys and failing expressions are left out', true),
      partitions: lowered('each partition is a stream with a watermark of its own, and the least of them closes windows', true),
      idleTimeout: refused('never', 'a watermark moves by events alone: a partition without events holds the windows open'),
      maxAhead: lowered("against the broker's time of the record; files have none", true),
      severalOutputs: lowered('a query for each output in one program', true),
    },
  },
  badRecords: allBadRecords('dead letter', {
    'invalid-utf8': "can't tell",
    'too-deep': 'taken',
    'time-ahead': "can't tell",
    'null-key': 'dropped',
    'expression-error': 'dropped',
    'aggregate-error': 'dropped',
  }),
  limits: (definition, variant) => limitsOf(definition, variantOf(variant)),
  write: (definition, variant) => writeSpark(definition, variantOf(variant)),
}
