import type { Output, Windowed } from '../../pipeline'
import { CodeWriter } from '../evaluate'
import { DECODED, TICK } from '../records'
import { type PlannedColumn, planAggregates } from './aggregate-plan'
import type { CompiledWindows } from './compiled'
import { emitKey, emitKeyTests, keyColumnOf } from './key-code'
import { compileRows } from './row-code'
import { bindColumns, type Environment, resetTexts, type SourceColumns } from './source-columns'
import { plainField, StepWriter } from './step-code'
import { usageOf } from './usage'

const PARAMETERS = ['batch', 'input', 'keys', 'reader', 'nullKey', 'thrown']

/** Generates the program of an output with windows. `path`: of the output in the definition. */
export function compileWindows(output: Output, windowed: Windowed, columnsOfSource: SourceColumns, path: string): CompiledWindows {
  const oneToOne = output.steps.every(step => step.step !== 'explode')
  const usage = usageOf(output)
  const writer = new CodeWriter()
  const steps = new StepWriter(writer)
  const source = bindColumns(writer, columnsOfSource, usage.source)
  openLoop(writer, source, oneToOne)
  const environment = steps.steps(source, output.steps, usage.after, `${path}/steps`)
  const { specifications, columns } = planAggregates(environment, windowed.aggregates, oneToOne)
  const keyColumn = keyColumnOf(environment, windowed.keys, oneToOne)
  emitEntry(steps, environment, windowed, columns, { oneToOne, isKeyColumn: keyColumn !== null, path: `${path}/windowed` })
  steps.end()
  closeLoop(writer, oneToOne)

  return {
    kind: 'windowed',
    name: output.name,
    window: windowed.window,
    aggregates: specifications,
    input: { oneToOne, keyColumn: keyColumn?.index ?? null, columns: columns.map(({ plan }) => plan) },
    fill: writer.build(PARAMETERS) as CompiledWindows['fill'],
    places: steps.places,
    rows: compileRows(windowed, `${path}/windowed/having`),
  }
}

/** `i` is the batch's entry; `place` tells where a failure was. */
function openLoop(writer: CodeWriter, source: Environment, oneToOne: boolean): void {
  writer.line(`const status = batch.status, length = batch.length${oneToOne ? ', actions = input.actions' : ''}`)
  writer.line('let place = 0')
  writer.line('for (let i = 0; i < length; i++) {')
  if (oneToOne) writer.line(`if (status[i] !== ${DECODED}) continue`)
  else {
    writer.line(`if (status[i] !== ${DECODED} && status[i] !== ${TICK}) continue`)
    writer.line('input.open()')
    writer.line(`if (status[i] === ${DECODED})`)
  }
  writer.line('try { event: {')
  resetTexts(writer, source)
}

function closeLoop(writer: CodeWriter, oneToOne: boolean): void {
  writer.line(`} } catch (error) { ${oneToOne ? '' : 'input.rollback(); '}thrown(i, place, error) }`)
  if (!oneToOne) writer.line('input.close(i)')
  writer.line('}')
}

interface EntryOptions {
  readonly oneToOne: boolean
  readonly isKeyColumn: boolean
  readonly path: string
}

/** Everything that may fail comes before anything is written for the entry. */
function emitEntry(
  steps: StepWriter,
  environment: Environment,
  windowed: Windowed,
  columns: readonly PlannedColumn[],
  { oneToOne, isKeyColumn, path }: EntryOptions,
): void {
  const { writer } = steps
  const keyValues = emitKeyTests(steps, environment, windowed.keys, `${path}/keys`)
  const values = columns.map(column => emitInput(steps, environment, column, path))
  writer.line(oneToOne ? 'const n = i' : 'const n = input.push(i)')
  if (!isKeyColumn) emitKey(steps, environment, windowed.keys, keyValues)
  for (const [index, value] of values.entries()) if (value !== null) writer.line(`input.own[${index}].put(n, ${value})`)
  if (oneToOne) writer.line('actions[n] = 3')
}

/** Code of what goes into an own column; null for the batch's. */
function emitInput(
  steps: StepWriter,
  environment: Environment,
  { plan, expression, presence, aggregate }: PlannedColumn,
  path: string,
): string | null {
  if (plan.from === 'batch') return null
  const column = plainField(environment, expression)?.column
  if (presence && column?.kind === 'text') return `column${column.index}.starts[i] < 0 ? null : 1`
  const value = steps.value(environment, expression, `${path}/aggregates/${aggregate}/input`)
  return presence ? `${value} === null ? null : 1` : value
}
