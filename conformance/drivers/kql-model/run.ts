import { compile, fillParameters, findEngine } from '../../../engines'
import type { Field } from '../../../pipeline'
import type { ConformanceCase, EngineRow } from '../../case'
import { type KqlValue, landed, parseQuery, type Row, runQuery, TICKS_PER_MS, Ticks } from '../../models/kql'
import { textsOf } from '../../records'
import { inProcess } from '../in-process'

/** Each case's text through the parser and the model. */
export const runOnModel = inProcess(outputsOf)

/** All has landed when the queries run. */
function outputsOf({ definition, partitions }: ConformanceCase): Readonly<Record<string, readonly EngineRow[]>> {
  const { files, parameters } = compile(findEngine('kql'), definition)
  const database = new Map([landed(files[files.length - 1].text, partitions.flatMap(textsOf))])
  const given = Object.fromEntries(parameters.map(({ name }) => [name, 'true']))
  return Object.fromEntries(
    definition.outputs.map(({ name, columns }, index) => [
      name,
      runQuery(parseQuery(fillParameters(files[index].text, given)), database).map(row => rowOf(row, columns)),
    ]),
  )
}

function rowOf(row: Row, columns: readonly Field[]): EngineRow {
  return Object.fromEntries(columns.map(({ name }) => [name, plain(row.get(name) ?? null)]))
}

function plain(value: KqlValue): unknown {
  return value instanceof Ticks ? value.ticks / TICKS_PER_MS : value
}
