import type { NamedExpression, Windowed } from '../../pipeline'
import type { DerivedColumns } from './derived'
import type { SelectColumn } from './select'

/** What windows take of an event. */
export interface WindowInputs {
  /** The keys, then what is aggregated, each under the name of its key or aggregate. */
  readonly columns: readonly SelectColumn[]
  /** Conditions under which no expression fails. */
  readonly guards: readonly string[]
  /** The texts of the keys that may be null: an event with such a key is in no window. */
  readonly nullable: readonly string[]
}

/** Keys and inputs of the aggregates, in the order of their columns. */
export function inputsOf({ keys, aggregates }: Windowed): readonly NamedExpression[] {
  return [
    ...keys,
    ...aggregates.flatMap(({ name, aggregate }) => (aggregate.input === null ? [] : [{ name, expression: aggregate.input }])),
  ]
}

/** @param nameOf the unquoted name of a column, where it is not the key's or aggregate's */
export function writeInputs(
  derived: DerivedColumns,
  windowed: Windowed,
  quote: (name: string) => string,
  nameOf: (name: string) => string = name => name,
): WindowInputs {
  const named = inputsOf(windowed).map(({ name, expression }) => ({ name: nameOf(name), expression }))
  const guards = named.map(({ name, expression }) => derived.guard(expression, quote, name)).filter(guard => guard !== undefined)
  const columns = named.map(({ name, expression }) => {
    const [text, alias] = [derived.write(expression, quote, name), quote(name)]
    return text === alias ? { text } : { text, alias }
  })
  const nullable = windowed.keys.flatMap(({ expression }, index) => (expression.nullable ? [columns[index].text] : []))
  return { columns, guards: [...new Set(guards)], nullable }
}

/** `(key IS NOT NULL)` for each of them. */
export function notNull(texts: readonly string[]): readonly string[] {
  return texts.map(text => `(${text} IS NOT NULL)`)
}
