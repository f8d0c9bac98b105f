import type { Field } from '../../pipeline'
import { type ExactJson, NumberText } from '../expected/exact-json'

const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|$)/y
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/** The cells of a line as members of JSON; undefined where it isn't one of so many cells, or a cell has not the form of its type. Written from RFC 4180, without the runtime's decoder. */
export function csvMembers(text: string, fields: readonly Field[]): ReadonlyMap<string, ExactJson> | undefined {
  const line = text.startsWith('\ufeff') ? text.slice(1) : text
  const pattern = new RegExp(CELL)
  const cells: (string | null)[] = []
  for (let isLast = false; !isLast; ) {
    const match = pattern.exec(line)
    if (match === null) return undefined
    cells.push(match[1]?.replaceAll('""', '"') ?? (match[2] === '' ? null : match[2]))
    isLast = match[3] === ''
  }
  if (cells.length !== fields.length) return undefined
  return new Map(fields.map((field, index) => [field.wireName, jsonOf(cells[index], field)]))
}

/** What has not the form of its type stays text, which no such type takes. */
function jsonOf(cell: string | null, { type }: Field): ExactJson {
  if (cell === null) return null
  if (type.kind === 'boolean') return cell === 'true' || cell === 'false' ? cell === 'true' : cell
  const isNumber = ['int64', 'double', 'decimal'].includes(type.kind) || (type.kind === 'timestamp' && type.wire.startsWith('epoch'))
  return isNumber && NUMBER.test(cell) ? new NumberText(cell) : cell
}

/** A line of cells as they stand in JSON cases; a text in quotes where it needs them, or is empty. */
export function csvLine(cells: readonly (string | number | boolean | bigint | null)[]): string {
  const written = cells.map(cell => {
    if (cell === null) return ''
    const text = String(cell)
    return typeof cell === 'string' && (text === '' || /[",\r\n]/.test(text)) ? `"${text.replaceAll('"', '""')}"` : text
  })
  return written.join(',')
}
