import type { Output } from '../../pipeline'
import { CodeWriter } from '../evaluate'
import { DECODED } from '../records'
import type { CompiledEvents } from './compiled'
import { Row } from './row'
import { bindColumns, resetTexts, type SourceColumns } from './source-columns'
import { StepWriter } from './step-code'
import { usageOf } from './usage'

/** Generates the program of an output whose rows are the events themselves. */
export function compileEvents(output: Output, columns: SourceColumns, path: string): CompiledEvents {
  const usage = usageOf(output)
  const writer = new CodeWriter()
  const steps = new StepWriter(writer)
  const source = bindColumns(writer, columns, usage.source)
  writer.line('const status = batch.status, length = batch.length, rows = []')
  writer.line('let place = 0')
  writer.line('for (let i = 0; i < length; i++) {')
  writer.line(`if (status[i] !== ${DECODED}) continue`)
  writer.line('rows.length = 0')
  writer.line('try { event: {')
  resetTexts(writer, source)
  const environment = steps.steps(source, output.steps, usage.after, `${path}/steps`)
  const members = output.columns.map(({ name }) => {
    const binding = environment.get(name)
    if (binding === undefined)
      throw new TypeError(`output '${output.name}' has no field '${name}' after its steps: validate the definition first`)
    return `row[${writer.constant(name)}] = ${binding.code}`
  })
  writer.line(`const row = new ${writer.constant(Row)}()`)
  for (const member of members) writer.line(member)
  writer.line('rows.push(row)')
  steps.end()
  // rows are given after the event is through: one that fails gives none
  writer.line('} } catch (error) { thrown(i, place, error); continue }')
  writer.line('for (let r = 0; r < rows.length; r++) onRow(i, rows[r])')
  writer.line('}')

  const run = writer.build(['batch', 'reader', 'onRow', 'thrown']) as CompiledEvents['run']
  return { kind: 'events', name: output.name, run, places: steps.places }
}
