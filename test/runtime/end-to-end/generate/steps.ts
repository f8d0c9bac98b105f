import {
  type DataKind,
  type Field,
  fieldExpression,
  type LookupKey,
  type NamedExpression,
  type Reference,
  type Step,
} from '../../../../pipeline'
import { fieldsAfter } from '../../../../pipeline/columns'
import type { Choices } from '../../../windowing/oracle/cases'
import { Expressions, valueFrom } from './expressions'
import { COLOR, INT64, PRICE, STRING } from './schema'
import { maybe } from './values'

const DERIVED: readonly DataKind[] = ['string', 'int64', 'double', 'decimal', 'boolean', 'timestamp', 'date', 'enum', 'bytes', 'list']
const DEPTH = 3

const kept = (fields: readonly Field[]): readonly NamedExpression[] =>
  fields.map(({ name }) => ({ name, expression: fieldExpression(fields, [name]) }))

/** Some new fields, and now and then one instead of another; also fields that are dropped or renamed. */
function project(fields: readonly Field[], choices: Choices, place: number): Step {
  const expressions = new Expressions(fields, choices)
  const added = Array.from({ length: 1 + choices.below(2) }, (_, index): NamedExpression[] => {
    const expression = expressions.of(choices.of(DERIVED), DEPTH)
    const replaces = choices.below(3) === 2 && index === 0
    return expression === undefined ? [] : [{ name: replaces ? choices.of(fields).name : `derived${place}${index}`, expression }]
  }).flat()
  const others = kept(fields).filter(({ name }) => !added.some(field => field.name === name))
  const rest = choices.below(3) === 2 ? others.filter(() => choices.below(3) > 0) : others
  return { step: 'project', fields: rest.length + added.length === 0 ? others : [...rest, ...added] }
}

const COLUMNS: readonly Field[] = [
  { name: 'label', wireName: 'label', type: STRING, optional: true },
  { name: 'number', wireName: 'number', type: INT64, optional: true },
  { name: 'amount', wireName: 'amount', type: PRICE, optional: true },
  { name: 'shade', wireName: 'shade', type: COLOR, optional: true },
]
const LOOKED_UP: Readonly<Record<string, readonly DataKind[]>> = {
  label: ['string', 'enum'],
  number: ['int64', 'decimal'],
  amount: ['decimal', 'int64'],
  shade: ['enum', 'string'],
}

/** Reference data with nulls, unique by the columns that are joined on; undefined where a name is taken already. */
function lookup(fields: readonly Field[], choices: Choices, place: number): Step | undefined {
  const columns = COLUMNS.map(column => ({ ...column, name: `${column.name}${place}`, wireName: `${column.name}${place}` }))
  const expressions = new Expressions(fields, choices)
  const first = choices.below(COLUMNS.length)
  const joined = choices.below(3) === 2 ? [first, (first + 1) % COLUMNS.length] : [first]
  const on = joined.flatMap((index): readonly LookupKey[] => {
    const kind = choices.of(LOOKED_UP[COLUMNS[index].name])
    const expression = expressions.field(kind) ?? expressions.of(kind, 1)
    return expression === undefined ? [] : [{ expression, column: columns[index].name }]
  })
  const rows = Array.from({ length: 6 }, () => columns.map(({ type, optional }) => valueFrom(maybe(type, optional, choices))))
  const seen = new Set<string>()
  const unique = rows.filter(row => {
    const key = joined.map(index => `${typeof row[index]} ${row[index]}`).join('\u0000')
    return seen.has(key) ? false : seen.add(key)
  })
  const reference: Reference = { name: 'data', fields: columns, rows: unique }
  const take = columns.filter(() => choices.below(2) === 0).map(({ name }) => name)
  return { step: 'lookup', join: choices.of(['inner', 'left']), reference, on, take: take.length === 0 ? [columns[0].name] : take }
}

function stepOf(fields: readonly Field[], choices: Choices, place: number): Step | undefined {
  switch (choices.below(8)) {
    case 0:
    case 1:
    case 2: {
      const condition = new Expressions(fields, choices).of('boolean', DEPTH)
      return condition === undefined ? undefined : { step: 'where', condition }
    }
    case 3:
    case 4:
      return project(fields, choices, place)
    case 5:
    case 6: {
      const list = new Expressions(fields, choices).of('list', 1)
      return list === undefined ? undefined : { step: 'explode', list, as: `element${place}` }
    }
    default:
      return lookup(fields, choices, place)
  }
}

/** A chain of up to four steps, and the fields after it. */
export function stepsOf(
  source: readonly Field[],
  choices: Choices,
): { readonly steps: readonly Step[]; readonly fields: readonly Field[] } {
  let fields = source
  const steps: Step[] = []
  for (let place = choices.below(5); place > 0; place--) {
    const step = stepOf(fields, choices, place)
    if (step === undefined) continue
    steps.push(step)
    fields = fieldsAfter(fields, step)
  }
  return { steps, fields }
}
