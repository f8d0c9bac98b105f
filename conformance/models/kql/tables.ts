import { parseExactJson } from '../../expected/exact-json'
import type { Row } from './evaluate'
import { ingested } from './json'
import { parseColumns } from './parse'
import { tokensOf, unquoted } from './tokens'
import { KqlError } from './values'

const CREATE = /^\.create-merge table (\S.*?) (\(.*\))$/m
const MAPPING = /^\.create-or-alter table (\S.*?) ingestion json mapping ('(?:[^'\\]|\\.)*') ('(?:[^'\\]|\\.)*')$/m

/** A landing table, as the statements of set-up make it, with the records that its mapping reads. What is no JSON object fails to be ingested. */
export function landed(setup: string, records: readonly string[]): readonly [name: string, rows: readonly Row[]] {
  const [, table, list] = CREATE.exec(setup) ?? []
  const [, mapped, , mapping] = MAPPING.exec(setup) ?? []
  if (table === undefined || mapped !== table) throw new KqlError('set-up makes no table with a mapping')
  const columns = parseColumns(list)
  const paths = pathsOf(unquoted(mapping))
  const rows = records.flatMap(record => {
    const json = parseExactJson(record)
    if (!(json instanceof Map)) return []
    return [new Map(columns.map(({ name, type }) => [name, ingested(json.get(paths.get(name) ?? '') ?? null, type)]))]
  })
  const [name] = tokensOf(table)
  return [name.kind === 'bracketed' ? unquoted(name.text.slice(1, -1)) : name.text, rows]
}

/** The members that columns are read from: `$['name']`. */
function pathsOf(mapping: string): ReadonlyMap<string, string> {
  const entries: readonly { readonly column: string; readonly Properties: { readonly Path: string } }[] = JSON.parse(mapping)
  return new Map(
    entries.map(({ column, Properties: { Path } }) => {
      const [, member] = /^\$\[('(?:[^'\\]|\\.)*')\]$/.exec(Path) ?? []
      if (member === undefined) throw new KqlError(`the path ${Path} is none of a member`)
      return [column, unquoted(member)]
    }),
  )
}
