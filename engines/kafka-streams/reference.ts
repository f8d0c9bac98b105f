import type { DataType, Field, Step, Value } from '../../pipeline'
import { indented } from '../sql/select'
import { javaText } from './names'
import { readText } from './source'

type Lookup = Extract<Step, { readonly step: 'lookup' }>

/** Java's methods may have 64 KiB of code; a row takes about seven bytes of it. */
const ROWS_IN_METHOD = 2000

/** The columns that a lookup needs: those that it joins on, then those that it takes. */
export function lookupColumns({ reference, on, take }: Lookup): readonly Field[] {
  return [...on.map(({ column }) => column), ...take].map(name => {
    const field = reference.fields.find(candidate => candidate.name === name)
    if (field === undefined) throw new Error(`the reference data has no column '${name}': validate the definition first`)
    return field
  })
}

/** The class that holds a lookup's table, as \`Name.TABLE\`; a class of its own, so that it is loaded when all it needs is. */
export function referenceText(name: string, lookup: Lookup): string {
  const columns = lookupColumns(lookup)
  const places = columns.map(column => lookup.reference.fields.indexOf(column))
  const rows = lookup.reference.rows.map(row =>
    javaText(`{"row":[${columns.map(({ type }, index) => jsonText(row[places[index]], type)).join(',')}]}`),
  )
  const cells = columns.map(({ type }, index) => readText(read(type), `((List<?>) row).get(${index})`))
  const chunks = Array.from({ length: Math.max(1, Math.ceil(rows.length / ROWS_IN_METHOD)) }, (_, chunk) =>
    rows.slice(chunk * ROWS_IN_METHOD, (chunk + 1) * ROWS_IN_METHOD),
  )
  const methods = chunks.map(
    (chunk, index) => `static String[] rows${index + 1}() {
  return new String[] {${chunk.map(row => `\n    ${row},`).join('')}
  };
}`,
  )
  const all = `Stream.of(${chunks.map((_, index) => `rows${index + 1}()`).join(', ')}).flatMap(Stream::of).toArray(String[]::new)`
  const members = `static final TreeMap<Object[], Object[]> TABLE = rowsOfReference(
    ${all},
    row -> new Object[] {${cells.slice(0, lookup.on.length).join(', ')}},
    row -> new Object[] {${cells.slice(lookup.on.length).join(', ')}});

${methods.join('\n\n')}`
  return `/** Reference data ${lookup.reference.name.replace(/[^ -~]|\\|\*\//g, ' ')}. */
static final class ${name} {
${indented(members)}
}`
}

/** Times in reference data are written as epoch ms, whatever their wire form. */
function read(type: DataType): DataType {
  switch (type.kind) {
    case 'timestamp':
      return { kind: 'timestamp', wire: 'epoch-ms' }
    case 'list':
      return { ...type, element: read(type.element) }
    case 'record':
      return { ...type, fields: type.fields.map(field => ({ ...field, type: read(field.type) })) }
    default:
      return type
  }
}

function jsonText(value: Value, type: DataType): string {
  if (value === null) return 'null'
  switch (type.kind) {
    case 'decimal':
      // Read as a number: an exponent moves the point.
      return `${value}e-${type.scale}`
    case 'int64':
    case 'timestamp':
    case 'boolean':
    case 'double':
      return String(value)
    case 'date':
      return `"${new Date(Number(value) * 86_400_000).toISOString().slice(0, 10)}"`
    case 'bytes':
      return `"${value instanceof Uint8Array ? base64(value) : ''}"`
    case 'list':
      return `[${Array.isArray(value) ? value.map(element => jsonText(element, type.element)).join(',') : ''}]`
    case 'record': {
      const record = value as Readonly<Record<string, Value>>
      return `{${type.fields.map(field => `${JSON.stringify(field.wireName)}:${jsonText(record[field.name] ?? null, field.type)}`).join(',')}}`
    }
    default:
      return JSON.stringify(value)
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const word = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const digits = [18, 12, 6, 0].map(shift => ALPHABET[(word >> shift) & 63])
    const kept = Math.min(3, bytes.length - at) + 1
    text += digits.slice(0, kept).join('').padEnd(4, '=')
  }
  return text
}
