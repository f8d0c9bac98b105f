import type { WindowSpecification } from '../windowing'
import type { Aggregate, Definition, Expression, FunctionName, Output, Source, Step, Target, Value } from './definition'
import { durationText } from './duration'
import { dayText, typeText } from './expression'

/** A definition in plain English, for people who decide about it and don't read code. */
export function describe(definition: Definition): string {
  const { name, source, outputs } = definition
  const lines = [
    `The pipeline ${name} reads the events of ${source.name} (${FORMATS[source.format]}, ${source.fields.length} fields).`,
    timeText(source),
  ]
  if (source.partitionKey !== null) lines.push(`Events are spread over partitions by ${source.partitionKey}.`)
  lines.push(`It has ${outputs.length === 1 ? 'one output' : `${outputs.length} outputs`}:`)
  return `${lines.join('\n')}\n${outputs.map((output, i) => `\n${i + 1}. ${outputText(output)}`).join('')}\n`
}

const FORMATS = { json: 'JSON', avro: 'Avro', 'avro-confluent': 'Avro with the id of its schema', csv: 'CSV' } as const

function timeText(source: Source): string {
  const parts = [
    `An event happened at its ${source.eventTime}`,
    source.maxDelayMs === 0
      ? 'events of a partition come in order'
      : `it may come up to ${durationText(source.maxDelayMs)} after newer ones`,
  ]
  if (source.maxAheadMs !== null) parts.push(`one that is more than ${durationText(source.maxAheadMs)} ahead of its arrival is set aside`)
  if (source.idleTimeoutMs !== null) parts.push(`a partition that is silent for ${durationText(source.idleTimeoutMs)} holds nobody back`)
  return `${parts.join('; ')}.`
}

function outputText({ steps, windowed, into }: Output): string {
  const lines = steps.map(stepText)
  if (windowed !== null) {
    const keys = windowed.keys.map(({ name, expression }) => nameOrDefinition(name, expression))
    lines.push(`groups ${keys.length === 0 ? 'all events' : `events by ${sentence(keys)}`} in ${windowText(windowed.window)}`)
    lines.push(`computes ${sentence(windowed.aggregates.map(({ name, aggregate }) => `${name} = ${aggregateText(aggregate)}`))}`)
    if (windowed.having !== null) lines.push(`keeps the rows where ${expressionText(windowed.having)}`)
  }
  lines.push(targetText(into))
  return `${into.name}:\n${lines.map(line => `   - ${line}`).join('\n')}`
}

/** One step, as a line without a full stop. */
function stepText(step: Step): string {
  switch (step.step) {
    case 'where':
      return `keeps the events where ${expressionText(step.condition)}`
    case 'project': {
      const computed = step.fields.filter(({ name, expression }) => !isField(expression, name))
      const kept = step.fields.length - computed.length
      const parts = kept === 0 ? [] : [`${kept} ${kept === 1 ? 'field' : 'fields'} as before`]
      return `has ${sentence([...parts, ...computed.map(({ name, expression }) => `${name} = ${expressionText(expression)}`)])}`
    }
    case 'explode':
      return `makes one event of each element of ${expressionText(step.list)}, called ${step.as}`
    case 'lookup': {
      const on = step.on.map(({ column, expression }) => `${column} equals ${expressionText(expression)}`)
      const otherwise = step.join === 'inner' ? 'drops events without a match' : 'leaves it empty without a match'
      return `looks up ${sentence(step.take)} in ${step.reference.name} (${step.reference.rows.length} ${step.reference.rows.length === 1 ? 'row' : 'rows'}) where ${on.join(' and ')}; ${otherwise}`
    }
  }
}

/** `windows of 1 minute` */
export function windowText(window: WindowSpecification): string {
  if (window.kind === 'session') return `sessions that end after ${durationText(window.gapMs)} without events`
  const offset = window.offsetMs === 0 ? '' : `, moved by ${durationText(window.offsetMs)}`
  const every = window.kind === 'hopping' ? `, one every ${durationText(window.hopMs)}` : ''
  return `windows of ${durationText(window.sizeMs)}${every}${offset}`
}

/** `the mean of score` */
export function aggregateText(aggregate: Aggregate): string {
  if (aggregate.aggregate === 'count')
    return aggregate.input === null ? 'the number of events' : `the number of ${expressionText(aggregate.input)} that are there`
  const input = expressionText(aggregate.input)
  switch (aggregate.aggregate) {
    case 'sum':
      return `the sum of ${input}`
    case 'avg':
      return `the mean of ${input}`
    case 'min':
      return `the least ${input}`
    case 'max':
      return `the greatest ${input}`
    case 'countDistinct':
      return `the number of different ${input}`
    case 'approxCountDistinct':
      return `roughly the number of different ${input} (standard error ${(104 / Math.sqrt(2 ** aggregate.precision)).toFixed(1)} %)`
    case 'quantile':
      return `roughly the ${aggregate.fraction} quantile of ${input}`
    case 'topK':
      return `the ${aggregate.limit} most frequent ${input}`
    case 'first':
    case 'last':
      return `the ${aggregate.aggregate} ${input}`
  }
}

function targetText(into: Target): string {
  if (into.kind === 'stream') return `writes them to the stream ${into.name}`
  const by = into.partitionBy.map(({ column, unit }) => (unit === 'value' ? column : `${unit} of ${column}`))
  return `writes them to the table ${into.name}${by.length === 0 ? '' : `, partitioned by ${sentence(by)}`}`
}

const INFIX: Readonly<Partial<Record<FunctionName, string>>> = {
  add: '+',
  subtract: '−',
  multiply: '×',
  divide: '/',
  integerDivide: 'div',
  modulo: 'mod',
  equal: '=',
  notEqual: '≠',
  less: '<',
  lessOrEqual: '≤',
  greater: '>',
  greaterOrEqual: '≥',
  and: 'and',
  or: 'or',
}

/** An expression as people write it in a formula. */
export function expressionText(expression: Expression, isInner = false): string {
  switch (expression.node) {
    case 'field':
      return expression.path.join('.')
    case 'literal':
      return literalText(expression)
    case 'cast':
      return `${expressionText(expression.argument, true)} as ${typeText(expression.type)}`
    case 'case': {
      const branches = expression.branches.map(branch => `${expressionText(branch.then)} if ${expressionText(branch.when)}`)
      return `(${branches.join(', ')}, else ${expressionText(expression.otherwise)})`
    }
    case 'native':
      return `native ${expression.name}(${expression.inputs.map(input => expressionText(input.expression)).join(', ')})`
    case 'call': {
      const sign = INFIX[expression.function]
      if (sign === undefined) return callText(expression.function, expression.arguments)
      const text = expression.arguments.map(argument => expressionText(argument, true)).join(` ${sign} `)
      return isInner ? `(${text})` : text
    }
  }
}

function callText(name: FunctionName, given: readonly Expression[]): string {
  const [first, ...others] = given
  if (name === 'isNull') return `${expressionText(first, true)} is missing`
  if (name === 'not' && first.node === 'call' && first.function === 'isNull') return `${expressionText(first.arguments[0], true)} is there`
  if (name === 'in') return `${expressionText(first, true)} is one of ${others.map(other => expressionText(other)).join(', ')}`
  return `${name}(${given.map(argument => expressionText(argument)).join(', ')})`
}

function literalText({ value, type }: Expression & { readonly node: 'literal' }): string {
  if (value === null) return 'nothing'
  if (type.kind === 'timestamp') return new Date(Number(value)).toISOString()
  if (type.kind === 'date') return dayText(Number(value))
  if (type.kind === 'decimal') return decimalText(value, type.scale)
  if (value instanceof Uint8Array) return `${value.length} bytes`
  return typeof value === 'string' ? `'${value}'` : String(value)
}

function decimalText(value: Value, scale: number): string {
  const text = String(value)
  const sign = text.startsWith('-') ? '-' : ''
  const digits = text.slice(sign.length).padStart(scale + 1, '0')
  return scale === 0 ? text : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function isField(expression: Expression, name: string): boolean {
  return expression.node === 'field' && expression.path.length === 1 && expression.path[0] === name
}

function nameOrDefinition(name: string, expression: Expression): string {
  return isField(expression, name) ? name : `${name} = ${expressionText(expression)}`
}

/** `a`, `a and b`, `a, b and c` */
function sentence(parts: readonly string[]): string {
  const last = parts[parts.length - 1] ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}
