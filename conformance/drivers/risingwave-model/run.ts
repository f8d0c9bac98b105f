import { compile, fillParameters, findEngine } from '../../../engines'
import type { Field } from '../../../pipeline'
import type { ConformanceCase, EngineRow } from '../../case'
import { parseProgram, type Row, type RwValue, runProgram } from '../../models/risingwave'
import { textsOf } from '../../records'
import { inProcess } from '../in-process'

/** Each case's text through the parser and the model. */
export const runOnModel = inProcess(outputsOf)

function outputsOf({ definition, partitions }: ConformanceCase): Readonly<Record<string, readonly EngineRow[]>> {
  const { files, parameters } = compile(findEngine('risingwave'), definition)
  const text = fillParameters(files[0].text, Object.fromEntries(parameters.map(({ name }) => [name, 'local'])))
  const rows = runProgram(parseProgram(text), partitions.flatMap(textsOf))
  return Object.fromEntries(
    definition.outputs.map(({ name, into, columns }) => [name, (rows.get(into.name) ?? []).map(row => rowOf(row, columns))]),
  )
}

function rowOf(row: Row, columns: readonly Field[]): EngineRow {
  return Object.fromEntries(columns.map(({ name }) => [name, plain(row.get(name) ?? null)]))
}

function plain(value: RwValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]))
  return Array.isArray(value) ? value.map(plain) : value
}
