import type { DataType, Field, Output } from '../../pipeline'
import { backQuoted, singleQuoted } from '../sql/quote'
import { selectText } from '../sql/select'
import type { EventRelation } from '../sql/steps'
import type { JobNames } from './names'
import { sinkTable, type WrittenSink } from './sinks'
import type { Variant } from './variant'
import type { WrittenWindows } from './windows'

interface RejectedSink extends WrittenSink {
  /** As of an output's sink. */
  readonly place: string
}

/** The two tables that hold what gave no row: where the record stands, and the event as JSON. */
export function rejectedSinks(variant: Variant, names: JobNames): { readonly late: RejectedSink; readonly dead: RejectedSink } {
  const sinkOf = (name: string, columns: Parameters<typeof sinkTable>[1]): RejectedSink => {
    const place = name.replaceAll(/[^A-Za-z0-9._-]/g, '_')
    return { ...sinkTable(name, columns, variant, { place, kind: 'stream', partitionBy: [] }), place }
  }
  const column = (name: string, type: string) => ({ name, type, text: backQuoted(name) })
  const position =
    variant.metadata === null
      ? []
      : [
          column(names.system.partition, metadataType(variant.metadata.partition)),
          column(names.system.offset, metadataType(variant.metadata.offset)),
        ]
  const event = [column(names.system.time, 'BIGINT'), ...position, column('event', 'STRING')]
  const late = [column('output', 'STRING'), ...event]
  const dead = [column('output', 'STRING'), column('reason', 'STRING'), ...event]
  return {
    late: sinkOf(names.lateEvents, late),
    dead: sinkOf(names.deadLetters, dead),
  }
}

/** The SELECTs that fill them for one output. */
export function rejectedRows(
  output: Output,
  events: EventRelation,
  windows: WrittenWindows,
  variant: Variant,
  { system }: JobNames,
): { readonly late: string; readonly dead: string | undefined } {
  const members = events.fields
    .filter(isJson)
    .map(({ name, type }) => `KEY ${singleQuoted(name)} VALUE ${jsonValue(backQuoted(name), type)}`)
  const event = { text: members.length === 0 ? "'{}'" : `JSON_OBJECT(${members.join(', ')})`, alias: backQuoted('event') }
  const position = variant.metadata === null ? [] : [system.partition, system.offset].map(name => ({ text: backQuoted(name) }))
  const outputName = { text: `CAST(${singleQuoted(output.name)} AS STRING)`, alias: backQuoted('output') }
  const from = backQuoted(windows.events)
  const columns = [{ text: backQuoted(system.time) }, ...position, event]
  const { nullKey } = windows
  const late = selectText({
    columns: [outputName, ...columns],
    from,
    where: [...windows.guards, ...(nullKey === undefined ? [] : [`NOT (${nullKey})`]), `(${windows.late})`],
  })
  const reason = (text: string) => ({ text: `CAST(${singleQuoted(text)} AS STRING)`, alias: backQuoted('reason') })
  const dead =
    nullKey === undefined
      ? undefined
      : selectText({ columns: [outputName, reason('null-key'), ...columns], from, where: [...windows.guards, `(${nullKey})`] })
  return { late, dead }
}

function metadataType(declared: string): string {
  return declared.slice(0, declared.indexOf(' '))
}

/** JSON_OBJECT takes no dates: alone they are written as texts, inside of lists and records they leave their field out. */
function isJson({ type }: Field): boolean {
  const hasDate = (inner: DataType): boolean => {
    if (inner.kind === 'list') return hasDate(inner.element)
    return inner.kind === 'record' ? inner.fields.some(field => hasDate(field.type)) : inner.kind === 'date'
  }
  return type.kind === 'date' || !hasDate(type)
}

function jsonValue(text: string, { kind }: DataType): string {
  return kind === 'date' ? `CAST(${text} AS STRING)` : text
}
