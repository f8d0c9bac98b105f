import type { Definition, Output, Step } from '../definition'
import { aggregateText, expressionText, windowText } from '../describe'
import { durationText } from '../duration'

export type BoxKind = 'source' | 'step' | 'window' | 'table' | 'stream'

/** A box of a diagram; what a chain has in common with another one is drawn once for each. */
export interface Box {
  readonly kind: BoxKind
  readonly title: string
  readonly lines: readonly string[]
}

/** A definition as pictures show it: the source, and from it a chain of boxes for each output. */
export interface Graph {
  readonly source: Box
  readonly chains: readonly (readonly Box[])[]
}

export function graphOf({ source, outputs }: Definition): Graph {
  const lines = [`time: ${source.eventTime}`, source.maxDelayMs === 0 ? 'in order' : `up to ${durationText(source.maxDelayMs)} late`]
  return { source: { kind: 'source', title: source.name, lines }, chains: outputs.map(chainOf) }
}

function chainOf({ steps, windowed, into }: Output): readonly Box[] {
  const boxes = steps.map(stepBox)
  if (windowed !== null) {
    const keys = windowed.keys.map(key => key.name).join(', ') || 'all events'
    const aggregates = windowed.aggregates.map(({ name, aggregate }) => `${name}: ${aggregateText(aggregate)}`)
    const having = windowed.having === null ? [] : [`only if ${expressionText(windowed.having)}`]
    boxes.push({ kind: 'window', title: windowText(windowed.window), lines: [`by ${keys}`, ...aggregates, ...having] })
  }
  const by = into.kind === 'table' ? into.partitionBy.map(({ column, unit }) => (unit === 'value' ? column : `${unit} of ${column}`)) : []
  boxes.push({ kind: into.kind, title: into.name, lines: by.length === 0 ? [into.kind] : [into.kind, `by ${by.join(', ')}`] })
  return boxes
}

function stepBox(step: Step): Box {
  switch (step.step) {
    case 'where':
      return { kind: 'step', title: 'where', lines: [expressionText(step.condition)] }
    case 'project': {
      const computed = step.fields.filter(({ name, expression }) => expression.node !== 'field' || expression.path[0] !== name)
      const kept = step.fields.length - computed.length
      const lines = computed.map(({ name, expression }) => `${name} = ${expressionText(expression)}`)
      return { kind: 'step', title: 'fields', lines: kept === 0 ? lines : [...lines, `and ${kept} as before`] }
    }
    case 'explode':
      return { kind: 'step', title: 'explode', lines: [`${expressionText(step.list)} to ${step.as}`] }
    case 'lookup':
      return { kind: 'step', title: `look up in ${step.reference.name}`, lines: [step.take.join(', ')] }
  }
}
