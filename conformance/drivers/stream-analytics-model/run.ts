import { compile, fillParameters, findEngine } from '../../../engines'
import type { DataType, Field } from '../../../pipeline'
import type { ConformanceCase, EngineRow } from '../../case'
import { type AsaValue, DateTime, isoText, parseQuery, runJob } from '../../models/stream-analytics'
import { textsOf } from '../../records'
import { inProcess } from '../in-process'

/** Each case's text through the parser and the model. */
export const runOnModel = inProcess(outputsOf)

function outputsOf({ definition, partitions }: ConformanceCase): Readonly<Record<string, readonly EngineRow[]>> {
  const { files, manifest } = compile(findEngine('stream-analytics'), definition)
  const [query, ...others] = files
  const inFolder = (folder: string) =>
    new Map(
      others
        .filter(({ path }) => path.startsWith(folder))
        .map(({ path, text }) => [path.slice(folder.length).replace(/[.]\w+$/, ''), text]),
    )
  const { eventsOutOfOrderMaxDelayInSeconds: seconds } = manifest['job'] as { readonly eventsOutOfOrderMaxDelayInSeconds: number }
  const inputs = manifest['inputs'] as readonly { readonly alias: string; readonly kind: string }[]
  const rows = runJob({
    query: parseQuery(fillParameters(query.text, {}), inFolder('functions/')),
    inputs: inputs.filter(({ kind }) => kind === 'event-hub').map(({ alias }) => alias),
    partitions: partitions.map(textsOf),
    references: inFolder('reference/'),
    outOfOrderMs: seconds * 1000,
  })
  return Object.fromEntries(
    definition.outputs.map(({ name, into, columns }) => [name, (rows.get(into.name) ?? []).map(row => rowOf(row, columns))]),
  )
}

/** Without the columns that a table is cut by. */
function rowOf(row: ReadonlyMap<string, AsaValue>, columns: readonly Field[]): EngineRow {
  return Object.fromEntries(columns.map(({ name, type }) => [name, plain(row.get(name) ?? null, type)]))
}

/** What a reader of the row by its schema sees: members of records that are missing are null. */
function plain(value: AsaValue, type: DataType): unknown {
  if (value instanceof DateTime) return isoText(value).replace(/0{4}Z$/, 'Z')
  if (Array.isArray(value) && type.kind === 'list') return value.map(element => plain(element, type.element))
  if (value instanceof Map && type.kind === 'record')
    return Object.fromEntries(type.fields.map(field => [field.name, plain(value.get(field.name) ?? null, field.type)]))
  return value
}
