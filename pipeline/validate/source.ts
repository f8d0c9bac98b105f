import { type DataType, type Field, SOURCE_FORMATS, type Source } from '../definition'
import type { Issue } from '../errors'
import { shown } from '../errors'
import { typeText } from '../expression'
import { isAvroName } from '../schema/to-avro'
import { KEY_KINDS } from './keys'
import { checkEntityName } from './names'
import { checkRange } from './ranges'
import { checkFields } from './types'

const FORMATS: readonly string[] = SOURCE_FORMATS
const MAX_DURATION_MS = 366 * 86_400_000

/** Everything that is wrong with a source. */
export function checkSource(source: Source): readonly Issue[] {
  return [
    ...checkEntityName(source.name, 'source', 'source.name'),
    ...checkFields(source.fields, 'source.fields'),
    ...checkFormat(source),
    ...checkEventTime(source),
    ...checkPartitionKey(source),
    ...checkRange(source.maxDelayMs, 0, MAX_DURATION_MS, 'source.maxDelayMs', 'the maximal delay'),
    ...(source.maxAheadMs === null
      ? []
      : checkRange(source.maxAheadMs, 0, MAX_DURATION_MS, 'source.maxAheadMs', 'how far events may be ahead')),
    ...(source.idleTimeoutMs === null
      ? []
      : checkRange(source.idleTimeoutMs, 1, MAX_DURATION_MS, 'source.idleTimeoutMs', 'the idle timeout')),
    ...checkRange(source.maxRecordBytes, 1, 67_108_864, 'source.maxRecordBytes', 'the size of records'),
  ]
}

function checkFormat(source: Source): readonly Issue[] {
  if (!FORMATS.includes(source.format))
    return [
      { code: 'wrong-value', path: 'source.format', message: 'unknown format', got: shown(source.format), allowed: FORMATS.join(', ') },
    ]
  if (source.format === 'json') return []
  if (source.format !== 'csv') return source.fields.flatMap((field, i) => checkAvroNames(field, `source.fields[${i}]`))
  return source.fields.flatMap((field, i): readonly Issue[] => {
    const nested = field.type.kind === 'list' || field.type.kind === 'record'
    return nested
      ? [
          {
            code: 'not-in-format',
            path: `source.fields[${i}].type`,
            message: 'CSV has no lists and records',
            got: typeText(field.type),
            hint: 'read it as a string and split it',
          },
        ]
      : []
  })
}

/** There is no schema of Avro with other names, and so no record. */
function checkAvroNames({ wireName, type }: Field, path: string): readonly Issue[] {
  const inside = (inner: DataType): readonly Issue[] => {
    if (inner.kind === 'list') return inside(inner.element)
    return inner.kind === 'record' ? inner.fields.flatMap((field, i) => checkAvroNames(field, `${path}.type.fields[${i}]`)) : []
  }
  const allowed = 'letters, digits and _, not starting with a digit'
  const own: readonly Issue[] = isAvroName(wireName)
    ? []
    : [{ code: 'not-in-format', path: `${path}.wireName`, message: 'Avro does not allow this name', got: shown(wireName), allowed }]
  return [...own, ...inside(type)]
}

function checkEventTime(source: Source): readonly Issue[] {
  const path = 'source.eventTime'
  const field = source.fields.find(({ name }) => name === source.eventTime)
  const allowed = source.fields.filter(({ type, optional }) => type.kind === 'timestamp' && !optional).map(({ name }) => name)
  const must = { path, got: shown(source.eventTime), allowed: allowed.join(', ') || 'none: the schema has no required timestamp' }
  if (field === undefined) return [{ code: 'unknown-field', message: 'the event time is no field', ...must }]
  if (field.type.kind !== 'timestamp') return [{ code: 'wrong-type', message: 'the event time must be a timestamp', ...must }]
  return field.optional ? [{ code: 'wrong-type', message: 'the event time must not be optional', ...must }] : []
}

function checkPartitionKey(source: Source): readonly Issue[] {
  if (source.partitionKey === null) return []
  const path = 'source.partitionKey'
  const field = source.fields.find(({ name }) => name === source.partitionKey)
  if (field === undefined)
    return [{ code: 'unknown-field', path, message: 'the partition key is no field', got: shown(source.partitionKey) }]
  if (KEY_KINDS.includes(field.type.kind)) return []
  return [
    {
      code: 'not-allowed-as-key',
      path,
      message: 'no partition key can be of this type',
      got: typeText(field.type),
      allowed: KEY_KINDS.join(', '),
    },
  ]
}
