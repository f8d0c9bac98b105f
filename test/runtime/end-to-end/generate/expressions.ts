import {
  callExpression,
  caseExpression,
  caseType,
  castable,
  castExpression,
  type DataKind,
  type DataType,
  type Expression,
  type Field,
  type FunctionName,
  fieldExpression,
  literalExpression,
  resolveCall,
  type Value,
} from '../../../../pipeline'
import type { Choices } from '../../../windowing/oracle/cases'
import { type Held, plain } from '../interpreter/held'
import { FUNCTIONS_BY_KIND, type Ingredient } from './functions'
import { BOOLEAN, BYTES, COLOR, DATE, DOUBLE, INT64, PRICE, STRING, TIMESTAMP, WIDE } from './schema'
import { someValue } from './values'

const SAMPLES: Readonly<Record<DataKind, readonly DataType[]>> = {
  string: [STRING],
  boolean: [BOOLEAN],
  int64: [INT64],
  double: [DOUBLE],
  decimal: [PRICE, WIDE, { kind: 'decimal', precision: 19, scale: 0 }, { kind: 'decimal', precision: 12, scale: 1 }],
  bytes: [BYTES],
  timestamp: [TIMESTAMP],
  date: [DATE],
  enum: [COLOR],
  list: [{ kind: 'list', element: STRING, elementOptional: true }],
  record: [],
}

const KINDS: readonly DataKind[] = ['string', 'int64', 'double', 'decimal', 'boolean', 'timestamp', 'date', 'enum', 'bytes']

/** The product's form of a value; literals are plain ones and lists of them. */
export function valueFrom(held: Held): Value {
  if (typeof held === 'bigint') return plain(held)
  if (Array.isArray(held)) return held.map(valueFrom)
  return held === null || typeof held !== 'object' || held instanceof Uint8Array ? held : null
}

/** Random expressions over some fields. Types are right by construction; values may make them fail. */
export class Expressions {
  constructor(
    private readonly fields: readonly Field[],
    private readonly choices: Choices,
  ) {}

  /** An expression of a kind; undefined where a list or record is wanted and there is none. */
  of(kind: DataKind, depth: number): Expression | undefined {
    const way = this.choices.below(depth <= 0 ? 4 : 12)
    if (way < 3) return this.field(kind) ?? this.literal(kind)
    if (way === 3) return this.literal(kind)
    const made =
      way < 9
        ? this.call(kind, depth)
        : way === 9
          ? this.case(kind, depth)
          : way === 10
            ? this.cast(kind, depth)
            : this.coalesce(kind, depth)
    return made?.type.kind === kind ? made : (this.field(kind) ?? this.literal(kind))
  }

  /** A field, or a member of a record. */
  field(kind: DataKind): Expression | undefined {
    const paths = this.fields.flatMap(({ name, type }): (readonly [string, ...string[]])[] => [
      [name],
      ...(type.kind === 'record' ? type.fields.map(inner => [name, inner.name] as const) : []),
    ])
    const found = paths.map(path => fieldExpression(this.fields, path)).filter(({ type }) => type.kind === kind)
    return found.length === 0 ? undefined : this.choices.of(found)
  }

  private literal(kind: DataKind): Expression | undefined {
    if (kind === 'record') return undefined
    const type = this.choices.of(SAMPLES[kind])
    return literalExpression(this.choices.below(8) === 7 ? null : valueFrom(someValue(type, this.choices)), type)
  }

  private call(kind: DataKind, depth: number): Expression | undefined {
    const recipes = FUNCTIONS_BY_KIND[kind]
    if (recipes.length === 0) return undefined
    const [name, ...ingredients] = this.choices.of(recipes)
    const kinds = new Map<Ingredient, DataKind>()
    const given = ingredients.map(ingredient => this.ingredient(ingredient, kinds, depth - 1))
    return made(name, given)
  }

  private ingredient(ingredient: Ingredient, kinds: Map<Ingredient, DataKind>, depth: number): Expression | undefined {
    if (typeof ingredient === 'object') return literalExpression(this.choices.of(ingredient.literal), ingredient.type)
    if (!ingredient.startsWith('same:')) return this.of(this.choices.of(ingredient.split('|')) as DataKind, depth)
    // Arguments that are to be compared are of one family of types.
    const families = ingredient.slice('same:'.length).split(' ')
    const family = kinds.get(ingredient) ?? (this.choices.of(families) as DataKind)
    kinds.set(ingredient, family)
    return this.of(this.choices.of(family.split('|')) as DataKind, depth)
  }

  private case(kind: DataKind, depth: number): Expression | undefined {
    const parts = Array.from(
      { length: 1 + this.choices.below(2) },
      () => [this.of('boolean', depth - 1), this.of(kind, depth - 1)] as const,
    )
    const otherwise = this.of(kind, depth - 1)
    const branches = parts.flatMap(([when, result]) =>
      // biome-ignore lint/suspicious/noThenProperty: a branch of the core form, which nobody awaits
      when === undefined || result === undefined ? [] : [{ when, then: result }],
    )
    if (otherwise === undefined || branches.length === 0 || caseType(branches, otherwise)?.kind !== kind) return undefined
    return caseExpression(branches, otherwise)
  }

  private cast(kind: DataKind, depth: number): Expression | undefined {
    const sources = KINDS.filter(from => castable(from, kind))
    const argument = sources.length === 0 ? undefined : this.of(this.choices.of(sources), depth - 1)
    return argument === undefined ? undefined : castExpression(argument, this.choices.of(SAMPLES[kind]))
  }

  private coalesce(kind: DataKind, depth: number): Expression | undefined {
    return made('coalesce', [this.of(kind, depth - 1), this.of(kind, depth - 1)])
  }
}

/** A call, where its arguments are there and its types fit. */
function made(name: FunctionName, given: readonly (Expression | undefined)[]): Expression | undefined {
  const complete = given.flatMap(argument => (argument === undefined ? [] : [argument]))
  if (complete.length < given.length || resolveCall(name, complete).issues.length > 0) return undefined
  return callExpression(name, complete)
}
