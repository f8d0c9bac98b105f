import type { WindowSpecification } from '../../windowing'
import { namedAggregate } from '../builder/aggregate'
import { fieldOf, fieldsAfter, windowedColumns } from '../columns'
import {
  type Aggregate,
  type AggregateName,
  type Definition,
  type Field,
  type NamedExpression,
  type Output,
  type Reference,
  SOURCE_FORMATS,
  type Source,
  type Step,
  type Target,
  type Windowed,
} from '../definition'
import { readExpression } from './read-expression'
import { readField, readValue } from './read-types'
import type { ShapeReader } from './shape'

/** A definition of the text form, version 1. */
export function readDefinition(reader: ShapeReader, value: unknown): Definition {
  const definition = reader.object(value, '', ['formatVersion', 'name', 'source', 'outputs'])
  const source = readSource(reader, definition.source)
  return {
    formatVersion: 1,
    name: reader.text(definition.name, 'name'),
    source,
    outputs: reader.list(definition.outputs, 'outputs', (output, path) => readOutput(reader, output, source.fields, path)),
  }
}

const SOURCE_MEMBERS = [
  'name',
  'format',
  'fields',
  'eventTime',
  'partitionKey',
  'maxDelayMs',
  'maxAheadMs',
  'idleTimeoutMs',
  'maxRecordBytes',
]

function readSource(reader: ShapeReader, value: unknown): Source {
  const source = reader.object(value, 'source', SOURCE_MEMBERS)
  return {
    name: reader.text(source.name, 'source.name'),
    format: reader.choice(source.format, 'source.format', SOURCE_FORMATS),
    fields: reader.list(source.fields, 'source.fields', (field, path) => readField(reader, field, path)),
    eventTime: reader.text(source.eventTime, 'source.eventTime'),
    partitionKey: reader.textOrNull(source.partitionKey, 'source.partitionKey'),
    maxDelayMs: reader.number(source.maxDelayMs, 'source.maxDelayMs'),
    maxAheadMs: reader.numberOrNull(source.maxAheadMs, 'source.maxAheadMs'),
    idleTimeoutMs: reader.numberOrNull(source.idleTimeoutMs, 'source.idleTimeoutMs'),
    maxRecordBytes: reader.number(source.maxRecordBytes, 'source.maxRecordBytes'),
  }
}

function readOutput(reader: ShapeReader, value: unknown, from: readonly Field[], path: string): Output {
  const output = reader.object(value, path, ['steps', 'windowed', 'into'])
  let fields = from
  const steps = reader.list(output.steps, `${path}.steps`, (step, at) => {
    const read = readStep(reader, step, fields, at)
    fields = fieldsAfter(fields, read)
    return read
  })
  const windowed =
    output.windowed === null || output.windowed === undefined ? null : readWindowed(reader, output.windowed, fields, `${path}.windowed`)
  const into = readTarget(reader, output.into, `${path}.into`)
  const columns = windowed === null ? fields.map(field => fieldOf(field.name, field.type, field.optional)) : windowedColumns(windowed)
  return { name: into.name, steps, windowed, into, columns }
}

function readNamed(reader: ShapeReader, value: unknown, fields: readonly Field[], path: string): NamedExpression {
  const named = reader.object(value, path, ['name', 'expression'])
  return {
    name: reader.text(named.name, `${path}.name`),
    expression: readExpression(reader, named.expression, fields, `${path}.expression`),
  }
}

function readStep(reader: ShapeReader, value: unknown, fields: readonly Field[], path: string): Step {
  const { step: given } = reader.object(value, path, ['step'], ['condition', 'fields', 'list', 'as', 'join', 'reference', 'on', 'take'])
  const step = reader.choice(given, `${path}.step`, ['where', 'project', 'explode', 'lookup'])
  switch (step) {
    case 'where':
      return {
        step,
        condition: readExpression(reader, reader.object(value, path, ['step', 'condition']).condition, fields, `${path}.condition`),
      }
    case 'project': {
      const project = reader.object(value, path, ['step', 'fields'])
      return { step, fields: reader.list(project.fields, `${path}.fields`, (named, at) => readNamed(reader, named, fields, at)) }
    }
    case 'explode': {
      const explode = reader.object(value, path, ['step', 'list', 'as'])
      return { step, list: readExpression(reader, explode.list, fields, `${path}.list`), as: reader.text(explode.as, `${path}.as`) }
    }
    case 'lookup': {
      const lookup = reader.object(value, path, ['step', 'join', 'reference', 'on', 'take'])
      return {
        step,
        join: reader.choice(lookup.join, `${path}.join`, ['inner', 'left']),
        reference: readReference(reader, lookup.reference, `${path}.reference`),
        on: reader.list(lookup.on, `${path}.on`, (key, at) => {
          const { column, expression } = reader.object(key, at, ['column', 'expression'])
          return { column: reader.text(column, `${at}.column`), expression: readExpression(reader, expression, fields, `${at}.expression`) }
        }),
        take: reader.list(lookup.take, `${path}.take`, (name, at) => reader.text(name, at)),
      }
    }
  }
}

function readReference(reader: ShapeReader, value: unknown, path: string): Reference {
  const reference = reader.object(value, path, ['name', 'fields', 'rows'])
  const fields = reader.list(reference.fields, `${path}.fields`, (field, at) => readField(reader, field, at))
  const rows = reader.list(reference.rows, `${path}.rows`, (row, at) => {
    let i = 0
    return reader.list(row, at, (cell, place) => readValue(reader, cell, fields[i++]?.type ?? { kind: 'string' }, place))
  })
  return { name: reader.text(reference.name, `${path}.name`), fields, rows }
}

function readWindowed(reader: ShapeReader, value: unknown, fields: readonly Field[], path: string): Windowed {
  const windowed = reader.object(value, path, ['keys', 'window', 'aggregates', 'having'])
  const keys = reader.list(windowed.keys, `${path}.keys`, (key, at) => readNamed(reader, key, fields, at))
  const aggregates = reader.list(windowed.aggregates, `${path}.aggregates`, (entry, at) => {
    const { name, aggregate } = reader.object(entry, at, ['name', 'aggregate'])
    return namedAggregate(reader.text(name, `${at}.name`), readAggregate(reader, aggregate, fields, `${at}.aggregate`))
  })
  const { having } = windowed
  const none = having === null || having === undefined
  const condition = none ? null : readExpression(reader, having, windowedColumns({ keys, aggregates }), `${path}.having`)
  return { keys, window: readWindow(reader, windowed.window, `${path}.window`), aggregates, having: condition }
}

function readWindow(reader: ShapeReader, value: unknown, path: string): WindowSpecification {
  const { kind: given } = reader.object(value, path, ['kind'], ['sizeMs', 'hopMs', 'offsetMs', 'gapMs'])
  const kind = reader.choice(given, `${path}.kind`, ['tumbling', 'hopping', 'session'])
  if (kind === 'session') return { kind, gapMs: reader.number(reader.object(value, path, ['kind', 'gapMs']).gapMs, `${path}.gapMs`) }
  const window = reader.object(value, path, kind === 'tumbling' ? ['kind', 'sizeMs', 'offsetMs'] : ['kind', 'sizeMs', 'hopMs', 'offsetMs'])
  const sizeMs = reader.number(window.sizeMs, `${path}.sizeMs`)
  const offsetMs = reader.number(window.offsetMs, `${path}.offsetMs`)
  return kind === 'tumbling' ? { kind, sizeMs, offsetMs } : { kind, sizeMs, hopMs: reader.number(window.hopMs, `${path}.hopMs`), offsetMs }
}

const AGGREGATES: readonly [AggregateName, ...AggregateName[]] = [
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'countDistinct',
  'approxCountDistinct',
  'quantile',
  'topK',
  'first',
  'last',
]

function readAggregate(reader: ShapeReader, value: unknown, fields: readonly Field[], path: string): Aggregate {
  const settings = ['precision', 'fraction', 'accuracy', 'limit', 'capacity', 'keepNulls']
  const given = reader.object(value, path, ['aggregate', 'input'], settings)
  const aggregate = reader.choice(given.aggregate, `${path}.aggregate`, AGGREGATES)
  const only = (...members: readonly string[]) => reader.object(value, path, ['aggregate', 'input', ...members])
  const number = (name: string) => reader.number(given[name], `${path}.${name}`)
  if (aggregate === 'count') {
    only()
    return { aggregate, input: given.input === null ? null : readExpression(reader, given.input, fields, `${path}.input`) }
  }
  const input = readExpression(reader, given.input, fields, `${path}.input`)
  switch (aggregate) {
    case 'approxCountDistinct':
      only('precision')
      return { aggregate, input, precision: number('precision') }
    case 'quantile':
      only('fraction', 'accuracy')
      return { aggregate, input, fraction: number('fraction'), accuracy: number('accuracy') }
    case 'topK':
      only('limit', 'capacity')
      return { aggregate, input, limit: number('limit'), capacity: number('capacity') }
    case 'first':
    case 'last':
      only('keepNulls')
      return { aggregate, input, keepNulls: reader.boolean(given.keepNulls, `${path}.keepNulls`) }
    default:
      only()
      return { aggregate, input }
  }
}

function readTarget(reader: ShapeReader, value: unknown, path: string): Target {
  const target = reader.object(value, path, ['kind', 'name'], ['partitionBy'])
  const name = reader.text(target.name, `${path}.name`)
  const kind = reader.choice(target.kind, `${path}.kind`, ['table', 'stream'])
  if (kind === 'stream') {
    reader.object(value, path, ['kind', 'name'])
    return { kind, name }
  }
  const { partitionBy } = reader.object(value, path, ['kind', 'name', 'partitionBy'])
  const columns = reader.list(partitionBy, `${path}.partitionBy`, (entry, at) => {
    const { column, unit } = reader.object(entry, at, ['column', 'unit'])
    return { column: reader.text(column, `${at}.column`), unit: reader.choice(unit, `${at}.unit`, ['value', 'hour', 'day', 'month']) }
  })
  return { kind, name, partitionBy: columns }
}
