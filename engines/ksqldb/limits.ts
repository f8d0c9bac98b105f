import type { DataType, Definition, Expression, Field, Output, Step } from '../../pipeline'
import type { EngineIssue } from '../engine'
import type { RefusalKind } from '../rule'

const SYSTEM_COLUMNS = new Set(['ROWTIME', 'ROWPARTITION', 'ROWOFFSET', 'WINDOWSTART', 'WINDOWEND', 'ROWKEY', 'HEADERS'])
const UNITS: Readonly<Record<string, readonly string[]>> = {
  truncateTime: ['second', 'minute', 'hour', 'day', 'week'],
  extractTime: ['hour', 'minute', 'second', 'millisecond', 'dayOfWeek'],
}
const ORDERS = new Set(['less', 'lessOrEqual', 'greater', 'greaterOrEqual'])
const COMPARISONS = new Set([...ORDERS, 'equal', 'notEqual', 'in'])
/** A map of more entries is written into every record's evaluation. */
const MOST_ROWS = 1000

/** What depends on more than the kind of a node. */
export function limitsOf(definition: Definition, variant: string): readonly EngineIssue[] {
  const found: EngineIssue[] = []
  const add = (path: string, kind: RefusalKind, reason: string, hint?: string) =>
    found.push({ feature: 'limit', path, kind, reason, ...(hint === undefined ? {} : { hint }) })
  for (const [index, { name, wireName, type }] of definition.source.fields.entries()) {
    memberLimits(type, `source.fields[${index}].type`, add)
    if (SYSTEM_COLUMNS.has(name) || SYSTEM_COLUMNS.has(wireName))
      add(`source.fields[${index}]`, 'never', `${wireName} is a column of ksqlDB's own`)
  }
  if (definition.source.format === 'avro-confluent') wireNameLimits(definition.source.fields, 'source.fields', add)
  for (const [index, output] of definition.outputs.entries()) outputLimits(output, `outputs[${index}]`, variant, add)
  return found
}

type Add = (path: string, kind: RefusalKind, reason: string, hint?: string) => void

function outputLimits({ steps, windowed }: Output, path: string, variant: string, add: Add): void {
  for (const [index, step] of steps.entries()) stepLimits(step, `${path}.steps[${index}]`, add)
  if (windowed === null) return
  for (const { name, expression } of windowed.keys) walk(expression, `${path}.windowed.keys.${name}`, add)
  for (const { name, aggregate } of windowed.aggregates) {
    const place = `${path}.windowed.aggregates.${name}`
    if (aggregate.input !== null) walk(aggregate.input, place, add)
    if ((aggregate.aggregate === 'min' || aggregate.aggregate === 'max') && isText(aggregate.input))
      add(place, 'not-yet', 'ksqlDB orders texts by UTF-16 units, the law by code points')
    if (aggregate.aggregate === 'approxCountDistinct' && aggregate.precision > 14)
      add(place, 'not-yet', `ksqlDB's HyperLogLog has precision 14, asked for is ${aggregate.precision}`)
    if (aggregate.aggregate === 'countDistinct' && variant === 'confluent-cloud')
      add(place, 'not-yet', 'Confluent Cloud limits sets to 1,000 values', 'use approxCountDistinct, or the variant self-managed')
  }
  if (windowed.having !== null) walk(windowed.having, `${path}.windowed.having`, add)
}

function stepLimits(step: Step, path: string, add: Add): void {
  switch (step.step) {
    case 'where':
      walk(step.condition, path, add)
      break
    case 'project':
      for (const { name, expression } of step.fields) walk(expression, `${path}.${name}`, add)
      break
    case 'explode':
      walk(step.list, path, add)
      break
    case 'lookup': {
      for (const { expression } of step.on) walk(expression, path, add)
      const [key] = step.on
      if (step.on.length !== 1 || !isText(key.expression))
        add(path, 'not-written', 'lookups are written for one column of text', 'put the columns together by concat')
      if (step.reference.rows.length > MOST_ROWS) add(path, 'not-written', `reference data of more than ${MOST_ROWS} rows`)
      const places = step.take.map(name => step.reference.fields.findIndex(field => field.name === name))
      if (step.reference.rows.some(row => places.some(place => row[place] === null)))
        add(path, 'not-written', 'reference data with nulls in the columns that are taken')
    }
  }
}

/** Names of a registered schema are found in any case (`ConnectDataTranslator.getCaseInsensitiveFieldMap`). */
function wireNameLimits(fields: readonly Field[], path: string, add: Add): void {
  const names = fields.map(({ wireName }) => wireName.toUpperCase())
  for (const [index, { wireName, type }] of fields.entries()) {
    const place = `${path}[${index}]`
    if (names.indexOf(names[index]) < index) add(place, 'never', `${wireName} is the name of two columns of Avro: its case does not count`)
    const element = type.kind === 'list' ? type.element : type
    if (element.kind === 'record') wireNameLimits(element.fields, `${place}.type.fields`, add)
  }
}

/** A STRUCT's members have one name. */
function memberLimits(type: DataType, path: string, add: Add): void {
  if (type.kind === 'list') memberLimits(type.element, `${path}.element`, add)
  if (type.kind !== 'record') return
  for (const [index, member] of type.fields.entries()) {
    const place = `${path}.fields[${index}]`
    if (member.name !== member.wireName)
      add(place, 'not-written', `the member ${member.wireName} is called ${member.name}`, 'call it as on the wire')
    if (member.type.kind === 'timestamp' && member.type.wire !== 'epoch-ms')
      add(place, 'not-written', 'times inside of records that are not epoch milliseconds')
    memberLimits(member.type, `${place}.type`, add)
  }
}

const isText = (expression: Expression | null): boolean => expression?.type.kind === 'string' || expression?.type.kind === 'enum'

function walk(expression: Expression, path: string, add: Add): void {
  if (expression.node === 'cast') walk(expression.argument, path, add)
  if (expression.node === 'native') for (const input of expression.inputs) walk(input.expression, path, add)
  if (expression.node === 'case') {
    for (const { when, then } of expression.branches) for (const part of [when, then]) walk(part, path, add)
    walk(expression.otherwise, path, add)
  }
  if (expression.node !== 'call') return
  const { function: name, arguments: all } = expression
  for (const argument of all) walk(argument, path, add)
  const [x, second] = all
  if (ORDERS.has(name) && isText(x)) add(path, 'not-yet', 'ksqlDB orders texts by UTF-16 units, the law by code points')
  if (
    COMPARISONS.has(name) &&
    new Set(all.map(({ type }) => (type.kind === 'int64' ? 'int64' : type.kind === 'double' ? 'double' : ''))).size > 1
  )
    add(path, 'not-written', 'ksqlDB compares int64 with double as doubles', 'cast one of them')
  if (name in UNITS && second?.node === 'literal' && !UNITS[name].includes(String(second.value)))
    add(path, 'not-written', `${name} by the ${String(second.value)}`, `allowed: ${UNITS[name].join(', ')}`)
  if (name === 'substring' && all.slice(1).some(({ node }) => node !== 'literal'))
    add(path, 'not-written', 'substring with a start or length that is not a literal')
  if (name === 'listElement' && second?.node !== 'literal') add(path, 'not-written', 'listElement with an index that is not a literal')
}
