import { fieldOf, WINDOW_COLUMNS, windowedColumns } from '../columns'
import type { Field, Output, Source, TableTarget, Windowed } from '../definition'
import type { Issue } from '../errors'
import { shown } from '../errors'
import { sameFields, typeText } from '../expression'
import { checkAggregate } from './aggregates'
import { checkCondition } from './expressions'
import { KEY_KINDS } from './keys'
import { checkEntityName, checkFieldName, checkUnique, foldCase } from './names'
import { checkNamed, checkSteps } from './steps'
import { checkWindow } from './window'

const UNITS: readonly string[] = ['value', 'hour', 'day', 'month']

/** Everything that is wrong with an output of a source's events. */
export function checkOutput(output: Output, source: Source, path: string): readonly Issue[] {
  const { fields, issues } = checkSteps(output.steps, source.fields, `${path}.steps`)
  const { windowed } = output
  const found = [...checkTarget(output, path), ...issues, ...(windowed === null ? [] : checkWindowed(windowed, fields, `${path}.windowed`))]
  const columns = windowed === null ? fields.map(field => fieldOf(field.name, field.type, field.optional)) : windowedColumns(windowed)
  if (!sameFields(output.columns, columns)) {
    // Wrong names and types of columns come from what is reported already.
    const message = "the columns that are written here are not those that follow from the output's steps"
    if (found.length === 0) found.push({ code: 'stale-type', path: `${path}.columns`, message, hint: 'build it again' })
    return found
  }
  return output.into.kind === 'table' ? [...found, ...checkTable(output.into, columns, path)] : found
}

function checkTarget(output: Output, path: string): Issue[] {
  const { kind, name } = output.into
  const issues = [...checkEntityName(name, 'target', `${path}.into.name`)]
  if (kind !== 'table' && kind !== 'stream')
    issues.push({
      code: 'wrong-value',
      path: `${path}.into.kind`,
      message: 'unknown kind of target',
      got: shown(kind),
      allowed: 'table, stream',
    })
  if (output.name !== name)
    issues.push({
      code: 'wrong-value',
      path: `${path}.name`,
      message: 'an output is called like its target',
      got: shown(output.name),
      allowed: shown(name),
    })
  return issues
}

function checkWindowed(windowed: Windowed, fields: readonly Field[], path: string): readonly Issue[] {
  const keys = windowed.keys.flatMap(({ expression }, i): readonly Issue[] =>
    KEY_KINDS.includes(expression.type.kind)
      ? []
      : [
          {
            code: 'not-allowed-as-key',
            path: `${path}.keys[${i}]`,
            message: 'no key can be of this type',
            got: typeText(expression.type),
            allowed: KEY_KINDS.join(', '),
          },
        ],
  )
  const names = [...windowed.keys, ...windowed.aggregates].map(({ name }) => name)
  const at = (i: number) => (i < windowed.keys.length ? `${path}.keys[${i}].name` : `${path}.aggregates[${i - windowed.keys.length}].name`)
  const reserved = names.flatMap((name, i): readonly Issue[] =>
    WINDOW_COLUMNS.includes(name)
      ? [
          {
            code: 'reserved-name',
            path: at(i),
            message: 'every window has a column of this name',
            got: shown(name),
            hint: 'take another name',
          },
        ]
      : [],
  )
  const issues = [
    ...checkNamed(windowed.keys, fields, `${path}.keys`, 'keys'),
    ...keys,
    ...reserved,
    ...checkWindow(windowed.window, `${path}.window`),
    ...windowed.aggregates.flatMap((aggregate, i) => [
      ...checkFieldName(aggregate.name, `${path}.aggregates[${i}].name`),
      ...checkAggregate(aggregate, fields, `${path}.aggregates[${i}].aggregate`),
    ]),
    // Keys were compared among themselves.
    ...checkUnique(names, at, 'columns').filter(({ path: place }) => place.startsWith(`${path}.aggregates`)),
  ]
  if (windowed.aggregates.length === 0)
    issues.push({ code: 'empty', path: `${path}.aggregates`, message: 'a window needs an aggregate', hint: 'count() is one' })
  return windowed.having === null ? issues : [...issues, ...checkCondition(windowed.having, windowedColumns(windowed), `${path}.having`)]
}

function checkTable(table: TableTarget, columns: readonly Field[], path: string): readonly Issue[] {
  const at = (i: number) => `${path}.into.partitionBy[${i}]`
  const issues = table.partitionBy.flatMap(({ column, unit }, i): readonly Issue[] => {
    const field = columns.find(({ name }) => name === column)
    const allowed = columns.map(({ name }) => name).join(', ')
    if (field === undefined)
      return [{ code: 'unknown-field', path: at(i), message: 'there is no such column to partition by', got: shown(column), allowed }]
    if (!UNITS.includes(unit))
      return [{ code: 'wrong-value', path: at(i), message: 'unknown unit', got: shown(unit), allowed: UNITS.join(', ') }]
    const kinds = unit === 'value' ? KEY_KINDS : unit === 'hour' ? ['timestamp'] : ['timestamp', 'date']
    if (kinds.includes(field.type.kind)) return []
    return [
      {
        code: 'wrong-type',
        path: at(i),
        message: `no partitioning by ${unit} of this type`,
        got: typeText(field.type),
        allowed: kinds.join(', '),
      },
    ]
  })
  const plain = table.partitionBy.filter(({ unit }) => unit === 'value').length
  if (plain === columns.length)
    issues.push({ code: 'wrong-value', path: `${path}.into.partitionBy`, message: 'a column must be left that is no partition column' })
  const names = [
    ...columns.map(({ name }) => name),
    ...table.partitionBy.filter(({ unit }) => unit !== 'value').map(({ column, unit }) => `${column}_${unit}`),
  ]
  const repeated = checkUnique(
    table.partitionBy.map(({ column, unit }) => `${column} by ${unit}`),
    at,
    'partition columns',
  )
  return [
    ...issues,
    ...repeated,
    ...(repeated.length > 0 ? [] : checkUnique(names, () => `${path}.columns`, 'columns of a table', foldCase)),
  ]
}
