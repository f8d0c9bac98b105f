import type { DataType, Field } from '../../pipeline'
import type { CodeWriter } from '../evaluate'

/** A field of an event at some step: code of its value, and which batch column it is, if it is one. */
export interface Binding {
  readonly code: string
  readonly type: DataType
  readonly nullable: boolean
  readonly column: SourceColumn | null
}

export interface SourceColumn {
  /** Index in the batch's columns. */
  readonly index: number
  readonly kind: 'number' | 'text' | 'value'
}

/** The source's fields, and the batch's columns by field. */
export interface SourceColumns {
  readonly fields: readonly Field[]
  readonly indexOf: ReadonlyMap<string, number>
}

export type Environment = ReadonlyMap<string, Binding>

function columnKind(type: DataType): SourceColumn['kind'] {
  switch (type.kind) {
    case 'string':
    case 'enum':
      return 'text'
    case 'bytes':
    case 'list':
    case 'record':
      return 'value'
    default:
      return 'number'
  }
}

/**
 * Writes what reads the batch's columns in the generated loop (entry `i`), and gives the fields' bindings.
 * Texts become strings when they are first asked for.
 */
export function bindColumns(writer: CodeWriter, columns: SourceColumns, needed: ReadonlySet<string>): Environment {
  const bindings = new Map<string, Binding>()
  for (const field of columns.fields) {
    const index = columns.indexOf.get(field.name)
    if (index === undefined || !needed.has(field.name)) continue
    const column: SourceColumn = { index, kind: columnKind(field.type) }
    writer.before(`const column${index} = batch.columns[${index}]`)
    const code = columnCode(writer, field, column)
    bindings.set(field.name, { code, type: field.type, nullable: field.optional, column })
  }
  return bindings
}

function columnCode(writer: CodeWriter, field: Field, { index, kind }: SourceColumn): string {
  if (kind === 'text') {
    writer.before(`let text${index}`)
    return `(text${index} === undefined ? (text${index} = reader.at(column${index}, i)) : text${index})`
  }
  writer.before(`const values${index} = column${index}.values`)
  if (kind === 'value') return `values${index}[i]`
  const value = numberCode(writer, field.type, index)
  if (!field.optional) return value
  writer.before(`const nulls${index} = column${index}.nulls`)
  return `(nulls${index}[i] !== 0 ? null : ${value})`
}

function numberCode(writer: CodeWriter, type: DataType, index: number): string {
  if (type.kind === 'boolean') return `(values${index}[i] === 1)`
  if (type.kind !== 'int64' && type.kind !== 'decimal') return `values${index}[i]`
  writer.before(`const wide${index} = column${index}.wide, hasWide${index} = wide${index}.size !== 0`)
  return `(hasWide${index} && wide${index}.has(i) ? wide${index}.get(i) : values${index}[i])`
}

/** At the start of each event: the last one's strings are forgotten. */
export function resetTexts(writer: CodeWriter, environment: Environment): void {
  for (const { column } of environment.values()) if (column?.kind === 'text') writer.line(`text${column.index} = undefined`)
}
