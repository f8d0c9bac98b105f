import type {
  Aggregate,
  DataType,
  Definition,
  Expression,
  Field,
  NamedExpression,
  Output,
  Reference,
  Source,
  Step,
  Value,
  Windowed,
} from '../definition'
import { toBase64 } from './base64'
import type { Json } from './json'

// The order of members is written out here and part of the text's stability. Types of fields, calls and columns follow from the
// rest and are left out, so a text can't contradict itself.

export function definitionJson(definition: Definition): Json {
  const { formatVersion, name, source, outputs } = definition
  return { formatVersion, name, source: sourceJson(source), outputs: outputs.map(outputJson) }
}

function sourceJson(source: Source): Json {
  return {
    name: source.name,
    format: source.format,
    fields: source.fields.map(fieldJson),
    eventTime: source.eventTime,
    partitionKey: source.partitionKey,
    maxDelayMs: source.maxDelayMs,
    maxAheadMs: source.maxAheadMs,
    idleTimeoutMs: source.idleTimeoutMs,
    maxRecordBytes: source.maxRecordBytes,
  }
}

function fieldJson(field: Field): Json {
  const { name, wireName, type, optional } = field
  return { name, ...(wireName === name ? {} : { wireName }), type: typeJson(type), ...(optional ? { optional } : {}) }
}

export function typeJson(type: DataType): Json {
  switch (type.kind) {
    case 'decimal':
      return { kind: type.kind, precision: type.precision, scale: type.scale }
    case 'timestamp':
      return { kind: type.kind, wire: type.wire }
    case 'enum':
      return { kind: type.kind, values: type.values }
    case 'list':
      return { kind: type.kind, element: typeJson(type.element), ...(type.elementOptional ? { elementOptional: true } : {}) }
    case 'record':
      return { kind: type.kind, fields: type.fields.map(fieldJson) }
    default:
      return { kind: type.kind }
  }
}

/** A value by its type: integers beyond 2^53 as texts of digits, bytes as base64. */
export function valueJson(value: Value, type: DataType): Json {
  if (value === null) return null
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return toBase64(value)
  if (Array.isArray(value)) return value.map(element => valueJson(element, type.kind === 'list' ? type.element : type))
  if (typeof value !== 'object') return value
  const members = value as { readonly [name: string]: Value }
  return type.kind === 'record'
    ? Object.fromEntries(type.fields.map(field => [field.name, valueJson(members[field.name] ?? null, field.type)]))
    : null
}

export function expressionJson(expression: Expression): Json {
  switch (expression.node) {
    case 'field':
      return { node: 'field', path: expression.path }
    case 'literal':
      return { node: 'literal', value: valueJson(expression.value, expression.type), type: typeJson(expression.type) }
    case 'call':
      return { node: 'call', function: expression.function, arguments: expression.arguments.map(expressionJson) }
    case 'case': {
      // biome-ignore lint/suspicious/noThenProperty: a branch of the core form, which nobody awaits
      const branches = expression.branches.map(branch => ({ when: expressionJson(branch.when), then: expressionJson(branch.then) }))
      return { node: 'case', branches, otherwise: expressionJson(expression.otherwise) }
    }
    case 'cast':
      return { node: 'cast', argument: expressionJson(expression.argument), type: typeJson(expression.type) }
    case 'native': {
      const { name, inputs, text, type, optional } = expression
      const texts = Object.fromEntries(Object.entries(text).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      return { node: 'native', name, inputs: inputs.map(namedJson), text: texts, type: typeJson(type), ...(optional ? { optional } : {}) }
    }
  }
}

function namedJson({ name, expression }: NamedExpression): Json {
  return { name, expression: expressionJson(expression) }
}

export function stepJson(step: Step): Json {
  switch (step.step) {
    case 'where':
      return { step: 'where', condition: expressionJson(step.condition) }
    case 'project':
      return { step: 'project', fields: step.fields.map(namedJson) }
    case 'explode':
      return { step: 'explode', list: expressionJson(step.list), as: step.as }
    case 'lookup': {
      const on = step.on.map(({ column, expression }) => ({ column, expression: expressionJson(expression) }))
      return { step: 'lookup', join: step.join, reference: referenceJson(step.reference), on, take: step.take }
    }
  }
}

function referenceJson(reference: Reference): Json {
  const rows = reference.rows.map(row => row.map((value, i) => valueJson(value, reference.fields[i].type)))
  return { name: reference.name, fields: reference.fields.map(fieldJson), rows }
}

export function aggregateJson(aggregate: Aggregate): Json {
  const { aggregate: kind, input } = aggregate
  const json = { aggregate: kind, input: input === null ? null : expressionJson(input) }
  switch (aggregate.aggregate) {
    case 'approxCountDistinct':
      return { ...json, precision: aggregate.precision }
    case 'quantile':
      return { ...json, fraction: aggregate.fraction, accuracy: aggregate.accuracy }
    case 'topK':
      return { ...json, limit: aggregate.limit, capacity: aggregate.capacity }
    case 'first':
    case 'last':
      return { ...json, keepNulls: aggregate.keepNulls }
    default:
      return json
  }
}

export function windowJson(window: Windowed['window']): Json {
  switch (window.kind) {
    case 'tumbling':
      return { kind: window.kind, sizeMs: window.sizeMs, offsetMs: window.offsetMs }
    case 'hopping':
      return { kind: window.kind, sizeMs: window.sizeMs, hopMs: window.hopMs, offsetMs: window.offsetMs }
    case 'session':
      return { kind: window.kind, gapMs: window.gapMs }
  }
}

function windowedJson(windowed: Windowed): Json {
  return {
    keys: windowed.keys.map(namedJson),
    window: windowJson(windowed.window),
    aggregates: windowed.aggregates.map(({ name, aggregate }) => ({ name, aggregate: aggregateJson(aggregate) })),
    having: windowed.having === null ? null : expressionJson(windowed.having),
  }
}

function outputJson({ steps, windowed, into }: Output): Json {
  const partitionBy = into.kind === 'table' ? { partitionBy: into.partitionBy.map(({ column, unit }) => ({ column, unit })) } : {}
  return {
    steps: steps.map(stepJson),
    windowed: windowed === null ? null : windowedJson(windowed),
    into: { kind: into.kind, name: into.name, ...partitionBy },
  }
}
