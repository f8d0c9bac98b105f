import type { DataType, Value } from '../../pipeline'
import type { ExpressionDialect } from '../sql/dialect'
import { bare } from '../sql/expression'
import { backQuoted, singleQuoted } from '../sql/quote'
import { CASTS } from './casts'
import { bigint, isTrue } from './conditions'
import { FUNCTIONS } from './functions'

/** ksqlDB's SQL. */
export const KSQLDB: ExpressionDialect = {
  functions: FUNCTIONS,
  casts: CASTS,
  engine: 'ksqldb',
  quoteIdentifier,
  typeName,
  literal,
  member: (record, name) => `${record}->${quoteIdentifier(name)}`,
  // A branch must be a BIGINT where the others are: an integer literal alone is an INTEGER. A condition must not be null.
  caseOf: (branches, otherwise, type) => {
    const result = (text: string) => (type.kind === 'int64' || type.kind === 'timestamp' ? bigint(text) : text)
    return `(CASE ${branches.map(([condition, value]) => `WHEN ${bare(isTrue(condition))} THEN ${result(value)}`).join(' ')} ELSE ${result(otherwise)} END)`
  },
}

/** Without back quotes a name would become upper case, and JSON members would be found by any case. */
export function quoteIdentifier(name: string): string {
  return backQuoted(name)
}

/** A literal of text. ksqlDB's own variables look like parameters, also inside of texts: so none is written in one piece. */
export function text(value: string): string {
  const pieces = value.split(/(?<=\$)(?=\{)/).map(singleQuoted)
  return pieces.length === 1 ? pieces[0] : `CONCAT(${pieces.join(', ')})`
}

export function typeName(type: DataType): string {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'VARCHAR'
    case 'boolean':
      return 'BOOLEAN'
    case 'int64':
    case 'timestamp':
      return 'BIGINT'
    case 'double':
      return 'DOUBLE'
    case 'list':
      return `ARRAY<${typeName(type.element)}>`
    case 'record':
      return `STRUCT<${type.fields.map(field => `${quoteIdentifier(field.name)} ${typeName(field.type)}`).join(', ')}>`
    default:
      throw new Error(`${type.kind} is refused: check the definition first`)
  }
}

function literal(value: Value, type: DataType): string {
  if (value === null) return `CAST(NULL AS ${typeName(type)})`
  switch (type.kind) {
    case 'string':
    case 'enum':
      return text(String(value))
    case 'boolean':
      return value === true ? 'TRUE' : 'FALSE'
    case 'int64':
    case 'timestamp':
      return Number(value) < 0 ? `(${value})` : String(value)
    case 'double':
      return doubleText(Number(value))
    case 'list':
      return `ARRAY[${Array.isArray(value) ? value.map(element => exact(literal(element, type.element), type.element)).join(', ') : ''}]`
    default:
      throw new Error(`literals of ${type.kind} are refused: check the definition first`)
  }
}

/** The text in its very type, where an integer literal would be an INTEGER. */
export function exact(value: string, type: DataType): string {
  return type.kind === 'int64' || type.kind === 'timestamp' ? bigint(value) : value
}

/** With an exponent it is a DOUBLE; without one it would be a DECIMAL. */
function doubleText(value: number): string {
  const [digits, exponent = '0'] = String(Object.is(value, -0) ? 0 : value).split('e')
  const written = `${digits}E${exponent.replace('+', '')}`
  return value < 0 ? `(${written})` : written
}
