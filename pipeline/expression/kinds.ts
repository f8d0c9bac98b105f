import type { DataKind, DataType, Field } from '../definition'

const COMPARISON: Readonly<Record<DataKind, string>> = {
  string: 'text',
  enum: 'text',
  int64: 'number',
  double: 'number',
  decimal: 'number',
  boolean: 'boolean',
  bytes: 'bytes',
  timestamp: 'timestamp',
  date: 'date',
  list: 'list',
  record: 'record',
}

/** Whether values of both types can be compared: numbers with numbers, texts and enums with each other, else the same kind. */
export function comparable(a: DataType, b: DataType): boolean {
  return COMPARISON[a.kind] === COMPARISON[b.kind]
}

/** A type as people write it: `decimal(10, 2)`, `list of string`. */
export function typeText(type: DataType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`
    case 'enum':
      return `enum(${type.values.map(value => `'${value}'`).join(', ')})`
    case 'list':
      return `list of ${type.elementOptional ? 'optional ' : ''}${typeText(type.element)}`
    case 'record':
      return `record {${type.fields.map(field => `${field.name}: ${field.optional ? 'optional ' : ''}${typeText(field.type)}`).join(', ')}}`
    case 'timestamp':
      return 'timestamp'
    default:
      return type.kind
  }
}

/** Structural equality; with `wire` also how timestamps are written and members are called. */
export function sameType(a: DataType, b: DataType, wire = true): boolean {
  if (a.kind !== b.kind) return false
  if (a.kind === 'decimal' && b.kind === 'decimal') return a.precision === b.precision && a.scale === b.scale
  if (a.kind === 'timestamp' && b.kind === 'timestamp') return !wire || a.wire === b.wire
  if (a.kind === 'enum' && b.kind === 'enum')
    return a.values.length === b.values.length && a.values.every((value, i) => value === b.values[i])
  if (a.kind === 'list' && b.kind === 'list') return a.elementOptional === b.elementOptional && sameType(a.element, b.element, wire)
  if (a.kind === 'record' && b.kind === 'record') return sameFields(a.fields, b.fields, wire)
  return true
}

export function sameFields(a: readonly Field[], b: readonly Field[], wire = true): boolean {
  return (
    a.length === b.length &&
    a.every(
      (field, i) =>
        field.name === b[i].name &&
        field.optional === b[i].optional &&
        (!wire || field.wireName === b[i].wireName) &&
        sameType(field.type, b[i].type, wire),
    )
  )
}

/** The decimal that holds every value of a numeric type; undefined for doubles and what is no number. */
export function asDecimal(type: DataType): { readonly precision: number; readonly scale: number } | undefined {
  if (type.kind === 'int64') return { precision: 19, scale: 0 }
  return type.kind === 'decimal' ? type : undefined
}

/** The type that holds the values of both; undefined where there is none. */
export function commonType(a: DataType, b: DataType): DataType | undefined {
  if (sameType(a, b)) return a
  if (!comparable(a, b)) return undefined
  if (COMPARISON[a.kind] === 'text') return { kind: 'string' }
  if (a.kind === 'timestamp') return { kind: 'timestamp', wire: 'epoch-ms' }
  if (a.kind === 'double' || b.kind === 'double') return { kind: 'double' }
  const [x, y] = [asDecimal(a), asDecimal(b)]
  if (x === undefined || y === undefined) return undefined
  const scale = Math.max(x.scale, y.scale)
  return { kind: 'decimal', precision: Math.min(38, Math.max(x.precision - x.scale, y.precision - y.scale) + scale), scale }
}
