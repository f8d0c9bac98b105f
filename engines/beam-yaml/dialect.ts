import type { DataType, Value } from '../../pipeline'
import type { ExpressionDialect } from '../sql/dialect'
import { CASTS } from './casts'
import { converted } from './conversion'
import { FUNCTIONS } from './functions'
import { columnName, hexOf, pythonText } from './python'

/**
 * Expressions as Python over `row`, with the helpers of `functions.py`. Values in memory: int64 an int, decimals their unscaled int, timestamps
 * epoch milliseconds, dates days since 1970-01-01, records a dict, null None: exact, and in the types that Beam's coders write without pickling.
 */
export const PYTHON: ExpressionDialect = {
  functions: FUNCTIONS,
  casts: CASTS,
  engine: 'beam-yaml',
  quoteIdentifier: columnName,
  literal,
  typeName: type => type.kind,
  member: (record, name) => `member(${record}, ${pythonText(name)})`,
  native: (text, { optional }) => `${optional ? 'native_optional' : 'native_required'}(lambda: ${text})`,
  caseOf: (branches, otherwise, type, resultTypes = []) => {
    const results = [...branches.map(([, result]) => result), otherwise].map((text, index) =>
      converted(text, resultTypes[index] ?? type, type),
    )
    const chosen = branches.map(([condition], index) => `${results[index]} if ${condition} else `)
    return `(${chosen.join('')}${results[branches.length]})`
  },
}

export function literal(value: Value, type: DataType): string {
  if (value === null) return 'None'
  switch (type.kind) {
    case 'string':
    case 'enum':
      return pythonText(String(value))
    case 'boolean':
      return value === true ? 'True' : 'False'
    case 'double':
      return /^-?\d+$/.test(String(value)) ? `${value}.0` : String(value)
    case 'bytes':
      return value instanceof Uint8Array ? `bytes.fromhex("${hexOf(value)}")` : 'None'
    case 'list':
      return `[${Array.isArray(value) ? value.map(element => literal(element, type.element)).join(', ') : ''}]`
    case 'record': {
      const record = value as Readonly<Record<string, Value>>
      return `{${type.fields.map(field => `${pythonText(field.name)}: ${literal(record[field.name] ?? null, field.type)}`).join(', ')}}`
    }
    default:
      return String(value)
  }
}

/** The text of a field of the row. */
export const ofRow = (field: string): string => `row.${columnName(field)}`
