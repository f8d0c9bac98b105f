import { type Expression, type Field, fieldsAfter, type Step, type Value } from '../../pipeline'
import { bare, writeExpression } from '../sql/expression'
import { guardOf } from '../sql/guard'
import { isTrue } from './conditions'
import { exact, KSQLDB, quoteIdentifier } from './dialect'
import { createStream } from './source'
import type { Statement } from './statement'

/** Events in a stream: its columns are the fields and the carried ones. */
export interface EventStream {
  readonly statements: readonly Statement[]
  readonly name: string
  readonly fields: readonly Field[]
  /** Conditions that are still to be put into the next statement. */
  readonly where: readonly string[]
}

export type Lookup = Extract<Step, { readonly step: 'lookup' }>

/** Writes steps with as few streams as they allow: one ends where columns are made that a later step refers to. */
export function writeSteps(
  steps: readonly Step[],
  source: string,
  fields: readonly Field[],
  carried: string,
  nameOf: (index: number) => string,
): EventStream {
  let events: EventStream = { statements: [], name: source, fields, where: [] }
  const time = quoteIdentifier(carried)
  for (const step of steps) {
    const where = [...events.where]
    const add = (expression: Expression) => {
      const guard = guardOf(KSQLDB, expression, quoteIdentifier)
      if (guard !== undefined && !where.includes(guard)) where.push(guard)
    }
    const make = (columns: readonly string[]) => {
      const name = nameOf(events.statements.length)
      const select = [`SELECT ${[...columns, time].join(', ')}`, `FROM ${quoteIdentifier(events.name)}`, ...whereText(where)]
      events = {
        statements: [...events.statements, { text: createStream(name, select) }],
        name,
        fields: fieldsAfter(events.fields, step),
        where: [],
      }
    }
    const kept = () => events.fields.map(({ name }) => quoteIdentifier(name))
    switch (step.step) {
      case 'where':
        add(step.condition)
        where.push(conditionText(step.condition))
        events = { ...events, where }
        break
      case 'project':
        for (const { expression } of step.fields) add(expression)
        make(step.fields.map(({ name, expression }) => columnText(name, expression)))
        break
      case 'explode': {
        add(step.list)
        // The element may have the name of a field, which it then replaces.
        const element = `EXPLODE(${bare(write(step.list))}) AS ${quoteIdentifier(step.as)}`
        make([...kept(), element])
        break
      }
      case 'lookup': {
        for (const { expression } of step.on) add(expression)
        const key = bare(write(step.on[0].expression))
        if (step.join === 'inner')
          where.push(
            `ARRAY_CONTAINS(ARRAY[${keysOf(step)
              .map(({ key: value }) => value)
              .join(', ')}], ${key})`,
          )
        make([...kept(), ...step.take.map(column => `${lookupText(step, column, key)} AS ${quoteIdentifier(column)}`)])
        break
      }
    }
  }
  return events
}

export function whereText(where: readonly string[]): readonly string[] {
  return where.length === 0 ? [] : [`WHERE ${where.join('\n  AND ')}`]
}

/** A condition beside others, joined by AND. */
export function conditionText(condition: Expression): string {
  if (condition.node === 'call' && condition.function === 'and') return condition.arguments.map(conditionText).join('\n  AND ')
  const text = isTrue(write(condition))
  return text
}

/** `expression AS name`, or just the name. */
export function columnText(name: string, expression: Expression): string {
  const text = exact(write(expression), expression.type)
  return text === quoteIdentifier(name) ? text : `${bare(text)} AS ${quoteIdentifier(name)}`
}

export function write(expression: Expression): string {
  return writeExpression(KSQLDB, expression, quoteIdentifier)
}

interface KeyedRow {
  readonly key: string
  readonly row: readonly Value[]
}

/** Rows of reference data whose key is not null: a null matches nothing. */
function keysOf({ reference, on }: Lookup): readonly KeyedRow[] {
  const place = reference.fields.findIndex(({ name }) => name === on[0].column)
  const { type } = reference.fields[place]
  return reference.rows.filter(row => row[place] !== null).map(row => ({ key: KSQLDB.literal(row[place], type), row }))
}

/** Small reference data as a map: a table of ksqlDB's would join by when its rows came. */
function lookupText(lookup: Lookup, column: string, key: string): string {
  const place = lookup.reference.fields.findIndex(({ name }) => name === column)
  const { type } = lookup.reference.fields[place]
  const entries = keysOf(lookup).map(({ key: value, row }) => `${value} := ${exact(KSQLDB.literal(row[place], type), type)}`)
  const found = `MAP(${entries.join(', ')})[${key}]`
  return lookup.on[0].expression.nullable ? `CASE WHEN ${key} IS NULL THEN NULL ELSE ${found} END` : found
}
