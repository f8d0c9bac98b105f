import type { Definition, Output } from '../../pipeline'
import type { Artifact } from '../engine'
import { type CommonTable, selectText, withTables } from '../sql/select'
import { neededFields, writeSteps } from '../sql/steps'
import { systemNamesOf } from '../sql/system-names'
import { sinkColumns } from './columns'
import { SPARK } from './dialect'
import { launchOf } from './launch'
import { programText } from './program'
import { SETTINGS } from './settings'
import { COMMON_PARAMETERS, formOf, sparkVersionOf, type Variant, variantText } from './variants'
import { carriedBy, delayOf, type WindowedOutput, windowTables } from './windows'

/** An output as the program holds it. */
export interface OutputText {
  readonly output: Output
  readonly sql: string
  /** The view of the events that it reads. */
  readonly view: string
  readonly delayMs: number
}

/** The definition as one PySpark program. */
export function writeSpark(definition: Definition, variant: Variant): Artifact {
  const names = systemNamesOf(definition)
  const outputs = definition.outputs.map(output => outputText(definition, output, variant))
  const text = variantText(variant, names, definition.source)
  return {
    engine: 'spark',
    variant,
    files: [{ path: 'pipeline.py', text: programText(definition, outputs, names, variant, text) }],
    parameters: [...text.parameters, ...COMMON_PARAMETERS],
    manifest: {
      spark: sparkVersionOf(variant),
      outputs: definition.outputs.map(({ name }) => name),
      ...launchOf(variant, definition.source),
      settings: Object.fromEntries(SETTINGS.map(({ name, value }) => [name, value])),
    },
  }
}

function outputText({ source, ...definition }: Definition, output: Output, variant: Variant): OutputText {
  const names = systemNamesOf({ source, ...definition })
  const delayMs = delayOf(output, source.maxDelayMs)
  const view = delayMs === source.maxDelayMs ? source.name : `${source.name}_for_sessions`
  const steps = writeSteps(
    SPARK,
    output.steps,
    { name: view, fields: source.fields, carried: isWindowed(output) ? carriedBy(output, names) : [] },
    neededFields(output),
    index => `${output.name}_events${index === 0 ? '' : `_${index + 1}`}`,
  )
  const tables: readonly CommonTable[] = [...steps.tables, ...(isWindowed(output) ? windowTables(output, steps.events, names) : [])]
  const from = tables[tables.length - 1]?.name ?? SPARK.quoteIdentifier(view)
  const form = formOf(output, variant)
  const columns = sinkColumns(output, form)
  const isMessage = output.into.kind === 'stream' && variant !== 'files'
  const members = columns.map(({ text, alias }) => (alias === undefined ? text : `${text} AS ${alias}`)).join(', ')
  const shown = isMessage ? [{ text: `to_json(struct(${members}), map('ignoreNullFields', 'false'))`, alias: 'value' }] : columns
  return { output, sql: withTables(tables, selectText({ columns: shown, from })), view, delayMs }
}

function isWindowed(output: Output): output is WindowedOutput {
  return output.windowed !== null
}
