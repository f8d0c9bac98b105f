import type { DataType, Output, Step, Windowed } from '../../pipeline'
import type { WindowSpecification } from '../../windowing'
import type { OutputDescription, StepDescription } from './messages'

const numericKinds: ReadonlySet<DataType['kind']> = new Set(['int64', 'double', 'decimal'])

/** What the page has to know of an output. */
export function describeOutput(output: Output): OutputDescription {
  const { windowed, columns } = output
  const keys = windowed?.keys.map(key => key.name) ?? []
  const numeric = columns.map(column => numericKinds.has(column.type.kind))
  return {
    name: output.name,
    columns: columns.map(column => column.name),
    timeColumn: columns.map(column => column.type.kind === 'timestamp'),
    numeric,
    window: windowed === null ? null : windowText(windowed.window),
    keys,
    measures: columns
      .filter((column, index) => windowed !== null && numeric[index] && !keys.includes(column.name))
      .map(column => column.name),
    sparse: windowed?.window.kind === 'session',
    steps: [...output.steps.flatMap(describeStep), ...(windowed === null ? [] : describeWindowed(windowed))],
  }
}

function describeStep(step: Step): readonly StepDescription[] {
  switch (step.step) {
    case 'where':
      return [{ kind: 'where', text: 'filter' }]
    case 'project':
      return [{ kind: 'derive', text: listText(derivedFields(step)) }]
    case 'explode':
      return [{ kind: 'explode', text: `one ${step.as} each` }]
    case 'lookup':
      return [{ kind: `${step.join} lookup`, text: step.reference.name }]
  }
}

function derivedFields(step: Extract<Step, { step: 'project' }>): readonly string[] {
  const derived = step.fields.filter(({ name, expression }) => expression.node !== 'field' || expression.path[0] !== name)
  return (derived.length > 0 ? derived : step.fields).map(field => field.name)
}

function describeWindowed(windowed: Windowed): readonly StepDescription[] {
  const keys = windowed.keys.length === 0 ? [] : [{ kind: 'group by', text: listText(windowed.keys.map(key => key.name)) }]
  const having = windowed.having === null ? [] : [{ kind: 'having', text: 'filter rows' }]
  return [
    ...keys,
    { kind: 'window', text: windowText(windowed.window) },
    { kind: 'aggregate', text: listText(windowed.aggregates.map(({ name }) => name)) },
    ...having,
  ]
}

function listText(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}

function windowText(window: WindowSpecification): string {
  switch (window.kind) {
    case 'tumbling':
      return `tumbling ${durationText(window.sizeMs)}`
    case 'hopping':
      return `hopping ${durationText(window.sizeMs)} every ${durationText(window.hopMs)}`
    case 'session':
      return `session, gap ${durationText(window.gapMs)}`
  }
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** In the largest unit that divides it: `90 minutes`. */
export function durationText(milliseconds: number): string {
  for (const [unit, size] of units) {
    if (milliseconds >= size && milliseconds % size === 0) return `${milliseconds / size} ${unit}${milliseconds === size ? '' : 's'}`
  }
  return `${milliseconds} ms`
}
