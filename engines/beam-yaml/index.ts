import { allBadRecords } from '../bad-records'
import type { Engine } from '../engine'
import { lowered, supported } from '../rule'
import { AGGREGATES } from './aggregates'
import { CASTS } from './casts'
import { FUNCTIONS } from './functions'
import { limitsOf } from './limits'
import type { Variant } from './source'
import { writeBeamYaml } from './write'

const yes = supported(true)
const python = lowered('a function of Python beside the pipeline', true)

/** Apache Beam YAML: streaming on Google Cloud Dataflow, or bounded over files. */
export const beamYaml: Engine = {
  name: 'beam-yaml',
  title: 'Beam YAML (Dataflow)',
  variants: ['dataflow', 'dataflow-iceberg', 'files'],
  evidence: 'run',
  evidenceNote:
    'Beam 2.77.0 runs every case over files on its FnApiRunner; Dataflow, Pub/Sub, BigQuery and Iceberg themselves were not run',
  capabilities: {
    formats: {
      json: lowered(
        'decoded by the schema in Python: Beam YAML reads JSON through pandas, which makes doubles of integers that may be null',
        true,
      ),
      avro: lowered(
        'fastavro reads it in Python without logical types, which fail beyond what Python can hold; in files: object containers',
        true,
      ),
      'avro-confluent': lowered('the header is cut off: the schema is the one of the source, and no registry is asked', true),
      csv: lowered('decoded in Python', true),
    },
    wires: { iso8601: yes, sql: yes, 'epoch-s': yes, 'epoch-ms': yes, 'epoch-us': yes, 'epoch-ns': yes },
    types: {
      string: yes,
      boolean: yes,
      int64: yes,
      double: yes,
      decimal: lowered('its unscaled integer', true),
      bytes: yes,
      timestamp: lowered('epoch milliseconds', true),
      date: lowered('days since 1970-01-01', true),
      enum: yes,
      list: yes,
      record: lowered('a dict', true),
    },
    steps: {
      where: python,
      project: python,
      explode: yes,
      innerLookup: lowered('the reference data is a dict in the file of functions', true),
      leftLookup: lowered('the reference data is a dict in the file of functions', true),
      case: python,
      having: python,
      native: lowered('Python that is given; an exception that it raises ends the event', true),
    },
    functions: FUNCTIONS,
    casts: CASTS,
    aggregates: AGGREGATES,
    windows: { tumbling: yes, hopping: yes, session: yes },
    guarantees: {
      lateEvents: lowered(
        "files are read in order, each event with the watermark before it; with Pub/Sub an event is late if it was published more than the delay behind its window's end",
        true,
      ),
      lateOutput: lowered('over files; the streaming runner drops late events without an output', true),
      deadLetters: yes,
      partitions: lowered('a file is a partition; Pub/Sub has none', true),
      idleTimeout: supported('the watermark of Pub/Sub moves without events, and files are bounded'),
      maxAhead: lowered('by the time of publication; files have no arrival times', true),
      severalOutputs: yes,
    },
  },
  badRecords: allBadRecords('dead letter', { 'time-ahead': "can't tell" }),
  limits: (definition, variant) => limitsOf(definition, variant as Variant),
  write: (definition, variant) => writeBeamYaml(definition, variant as Variant),
}
