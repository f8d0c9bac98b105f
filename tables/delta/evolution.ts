import type { DeltaField, DeltaStruct, DeltaType } from './schema'

/** The schema that a table gets, and why it cannot get it. */
export interface Evolution {
  readonly schema: DeltaStruct
  readonly changed: boolean
  readonly reasons: readonly string[]
}

/**
 * Fits a table's schema to what will be written. Allowed: new columns and new members of records (they become
 * nullable, since the files that exist read as null there) and columns that become optional. A column that is no
 * longer written stays, if it is nullable. Everything else is refused, with every reason.
 *
 * Source: PROTOCOL.md, "Consistency Between Table Metadata and Data Files".
 */
export function evolve(table: DeltaStruct, wanted: DeltaStruct): Evolution {
  const reasons: string[] = []
  const schema = mergeStruct(table, wanted, '', reasons)
  return { schema, changed: JSON.stringify(schema) !== JSON.stringify(table), reasons }
}

function mergeStruct(table: DeltaStruct, wanted: DeltaStruct, prefix: string, reasons: string[]): DeltaStruct {
  const byName = new Map(wanted.fields.map(field => [field.name.toLowerCase(), field]))
  const kept = table.fields.map(field => {
    const path = prefix + field.name
    const next = byName.get(field.name.toLowerCase())
    byName.delete(field.name.toLowerCase())
    if (next === undefined) {
      if (!field.nullable) reasons.push(`column "${path}" is required in the table and missing in the definition; write it`)
      return field
    }
    if (next.name !== field.name) {
      reasons.push(`column "${prefix}${next.name}" is "${path}" in the table, and names may not differ in case alone; use "${path}"`)
    }
    return mergeField(field, next, path, reasons)
  })
  const added = [...byName.values()].map(field => ({ ...field, nullable: true }))
  return { ...table, fields: [...kept, ...added] }
}

function mergeField(field: DeltaField, next: DeltaField, path: string, reasons: string[]): DeltaField {
  if (isObjectWithInvariant(field))
    reasons.push(`column "${path}" has an invariant of another writer, which cannot be checked here; drop it`)
  return { ...field, type: mergeType(field.type, next.type, path, reasons), nullable: field.nullable || next.nullable }
}

function mergeType(table: DeltaType, wanted: DeltaType, path: string, reasons: string[]): DeltaType {
  if (typeof table !== 'string' && typeof wanted !== 'string') {
    if (table.type === 'struct' && wanted.type === 'struct') return mergeStruct(table, wanted, `${path}.`, reasons)
    if (table.type === 'array' && wanted.type === 'array') {
      const elementType = mergeType(table.elementType, wanted.elementType, `${path}[]`, reasons)
      return { ...table, elementType, containsNull: table.containsNull || wanted.containsNull }
    }
  }
  if (table !== wanted) {
    reasons.push(`column "${path}" is ${nameOf(table)} in the table and ${nameOf(wanted)} in the definition; use a new name for a new type`)
  }
  return table
}

function isObjectWithInvariant(field: DeltaField): boolean {
  return field.metadata !== undefined && Object.hasOwn(field.metadata, 'delta.invariants')
}

function nameOf(type: DeltaType): string {
  return typeof type === 'string' ? type : type.type
}
