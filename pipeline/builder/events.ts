import { fieldOf, fieldsAfter } from '../columns'
import type { Field, LookupKey, NamedExpression, Step } from '../definition'
import type { AnyExpression, BooleanExpression, Row, SlotOf, TypedExpression } from '../expression'
import { fieldExpression, nodeOf, rowOf } from '../expression'
import type { EnumType, Flat, KeyType, ListType, Merged, NamesOf, Nullness, NumericType, Shape, Slot, StringType } from '../schema'
import type { Destination } from './destination'
import { destination } from './destination'
import type { ReferenceData } from './reference'
import type { StreamOf, TableOf } from './target'
import { Grouped } from './windowed'

type Expressions = Readonly<Record<string, AnyExpression>>
type Keys = Readonly<Record<string, TypedExpression<KeyType>>>
type SlotsOf<D> = { readonly [K in keyof D]: SlotOf<D[K]> }

/** The fields that names and functions choose. */
type Chosen<S extends Shape, K extends readonly unknown[]> = K extends readonly [infer H, ...infer R]
  ? (H extends keyof S ? Pick<S, H> : H extends (event: never) => infer D ? SlotsOf<D> : unknown) & Chosen<S, R>
  : unknown
type AsShape<T> = T extends Shape ? T : never
/** Rows without a null in a key: events with one are dead letters. */
type Required<S> = { readonly [K in keyof S]: S[K] extends Slot<infer T> ? Slot<T, 'required'> : never }

type Alike<T> = T extends NumericType ? NumericType : T extends StringType | EnumType ? StringType | EnumType : T
type ElementSlot<T> = T extends ListType<infer E, infer N> ? Slot<E, N> : never

export interface LookupOptions<S extends Shape, R extends Shape, Take extends string, Join extends 'inner' | 'left'> {
  /** The reference's columns, each with the event's field (or an expression) that it must equal. Together they are unique in the reference. */
  readonly on: {
    readonly [C in NamesOf<R, KeyType>]?:
      | NamesOf<S, Alike<R[C]['type']>>
      | ((event: Row<S>) => TypedExpression<Extract<Alike<R[C]['type']>, KeyType>>)
  }
  /** The columns that are added to the event. */
  readonly take: readonly Take[]
  /** Events without a match: `inner` drops them, `left` keeps them with nulls. @default 'inner' */
  readonly join?: Join
}

/** Events on their way to an output. Immutable: every step gives another one. */
export class Events<S extends Shape> {
  constructor(
    private readonly fields: readonly Field[],
    private readonly steps: readonly Step[],
  ) {}

  /** Keeps the events for which the condition is true (not if it is null). */
  where(condition: (event: Row<S>) => BooleanExpression<Nullness>): Events<S> {
    return this.with({ step: 'where', condition: nodeOf(condition(this.row())) })
  }

  /** Adds fields, or replaces those of the same name. */
  derive<const D extends Expressions>(fields: (event: Row<S>) => D): Events<Merged<S, SlotsOf<D>>> {
    const derived = named(fields(this.row()))
    const replaced = this.fields.map(({ name }) => derived.find(field => field.name === name) ?? this.kept(name))
    const added = derived.filter(({ name }) => !this.fields.some(field => field.name === name))
    return this.with({ step: 'project', fields: Object.freeze([...replaced, ...added]) })
  }

  /** Keeps only what is named: fields, and functions that give derived ones. */
  select<const K extends readonly ((keyof S & string) | ((event: Row<S>) => Expressions))[]>(
    ...fields: K
  ): Events<AsShape<Flat<Chosen<S, K>>>> {
    return this.with({ step: 'project', fields: this.chosen(fields) })
  }

  /** One event for each element of a list (none for an empty or null one), in a field called `as`. */
  explode<const L extends NamesOf<S, ListType> | ((event: Row<S>) => TypedExpression<ListType>), const As extends string>(
    list: L,
    as: As,
  ): Events<
    Merged<
      S,
      {
        readonly [K in As]: ElementSlot<L extends keyof S ? S[L]['type'] : L extends (event: never) => infer X ? SlotOf<X>['type'] : never>
      }
    >
  > {
    return this.with({ step: 'explode', list: this.expression(list), as })
  }

  /** Adds columns of reference data. */
  lookup<R extends Shape, const Take extends keyof R & string, const Join extends 'inner' | 'left' = 'inner'>(
    reference: ReferenceData<R>,
    options: LookupOptions<S, R, Take, Join>,
  ): Events<Merged<S, { readonly [K in Take]: Slot<R[K]['type'], Join extends 'left' ? Nullness : R[K]['nullness']> }>> {
    const on = Object.entries(options.on).map(([column, by]): LookupKey => Object.freeze({ column, expression: this.expression(by) }))
    const step: Step = {
      step: 'lookup',
      join: options.join ?? 'inner',
      reference: reference.definition,
      on: Object.freeze(on),
      take: Object.freeze([...options.take]),
    }
    return this.with(step)
  }

  /** The keys of the rows: fields, and functions that give derived keys. None: one row for each window. */
  groupBy<const K extends readonly (NamesOf<S, KeyType> | ((event: Row<S>) => Keys))[]>(...keys: K): Grouped<S, Required<Chosen<S, K>>> {
    return new Grouped({ fields: this.fields, steps: this.steps }, this.chosen(keys))
  }

  /** Ends the chain: where the events go, as they are now. */
  into<const Name extends string>(target: TableOf<Name, keyof S & string> | StreamOf<Name>): Destination<Name, S> {
    const columns = this.fields.map(({ name, type, optional }) => fieldOf(name, type, optional))
    return destination(target, this.steps, null, Object.freeze(columns))
  }

  private row(): Row<S> {
    return rowOf<S>(this.fields)
  }

  private with<T extends Shape>(step: Step): Events<T> {
    return new Events<T>(fieldsAfter(this.fields, step), Object.freeze([...this.steps, Object.freeze(step)]))
  }

  private kept(name: string): NamedExpression {
    return Object.freeze({ name, expression: fieldExpression(this.fields, [name]) })
  }

  private chosen(choices: readonly unknown[]): readonly NamedExpression[] {
    return Object.freeze(
      choices.flatMap(choice => (typeof choice === 'function' ? named(choice(this.row())) : [this.kept(String(choice))])),
    )
  }

  private expression(by: unknown) {
    return typeof by === 'function' ? nodeOf(by(this.row())) : fieldExpression(this.fields, [String(by)])
  }
}

function named(expressions: Expressions): readonly NamedExpression[] {
  return Object.entries(expressions).map(([name, expression]) => Object.freeze({ name, expression: nodeOf(expression) }))
}
