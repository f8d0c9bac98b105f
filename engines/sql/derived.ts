import type { Expression } from '../../pipeline'
import type { ExpressionDialect } from './dialect'
import { bare, type Scope, type Share, writeExpression } from './expression'
import { guardOf } from './guard'
import { isBareMark, REFERENCE, referenceTo } from './reference'
import { type CommonTable, type Select, type SelectColumn, selectText } from './select'

/** A text as long as this may stand several times: a name for it would not be easier to read. */
const MOST_REPEATED_CHARACTERS = 60
/** The comment on such columns. */
export const REPEATED = 'Expressions that are used more than once; null where they fail'

/** What a SELECT reads, and what its columns are called; all names are unquoted. */
export interface SelectNames {
  /** The relation behind FROM. */
  readonly from: string
  readonly columns: readonly string[]
  /** The names that the SELECT gives. */
  readonly aliases: readonly string[]
  /** Where other relations are joined: the quoted name of the relation and a point, which then stands before its columns. */
  readonly prefix?: string
}

export interface DerivedSelect {
  /** One for each level of columns that are made of others. */
  readonly tables: readonly CommonTable[]
  readonly select: Select
  /** Unquoted name of the relation that has the derived columns, too. */
  readonly from: string
}

interface Shared {
  readonly text: string
  /** Without references. */
  readonly length: number
  readonly name: string
  /** The name is the SELECT's own name for just this. */
  readonly isAlias: boolean
}

/**
 * The expressions of one SELECT, of which no long one is written twice: guards repeat what they guard and functions their arguments, so that the text would double with
 * every call inside of another. Until the whole SELECT is known, long texts are references. Those that are used once are then put in, the others become columns of a SELECT before.
 *
 * Such a column is computed for every event, also where a `case` would not come to it. That changes no row: where it fails it is null (see `Written.partial`), and
 * only the guard, which stays in its place, drops the event.
 */
export class DerivedColumns {
  private readonly shared: Shared[] = []
  private readonly indexes = new Map<string, number>()
  private names: ReadonlyMap<number, string> = new Map()

  constructor(
    private readonly dialect: ExpressionDialect,
    private readonly select: SelectNames,
  ) {}

  /** The text of an expression. `name` is the SELECT's name for it, or what it is there for. */
  write(expression: Expression, scope: Scope, name: string): string {
    return this.writer(expression, scope, name)(expression)
  }

  /** The same for an expression and its parts, for guards of an engine's own. */
  writer(expression: Expression, scope: Scope, name: string): (part: Expression) => string {
    const share = this.sharing(expression, name)
    return part => writeExpression(this.dialect, part, scope, share)
  }

  /** See `guardOf`. */
  guard(expression: Expression, scope: Scope, name: string): string | undefined {
    return guardOf(this.dialect, expression, scope, this.sharing(expression, name))
  }

  /** What stands for a text in the SELECT, until it is finished. */
  share(text: string, name: string, isAlias = true): string {
    const references = [...text.matchAll(REFERENCE)]
    const length = references.reduce((sum, [reference, index]) => sum - reference.length + this.shared[Number(index)].length, text.length)
    if (length <= (this.dialect.mostRepeated ?? MOST_REPEATED_CHARACTERS)) return text
    const index = this.indexes.get(text) ?? this.shared.push({ text, length, name, isAlias }) - 1
    this.indexes.set(text, index)
    return referenceTo(index)
  }

  /** Whether the SELECT needs columns of its own. */
  derives(select: Omit<Select, 'from'>): boolean {
    return this.usesIn(select).some(uses => uses > 1)
  }

  /** The SELECT without references, behind those that give the columns which it uses more than once. `nextName` names them, unquoted. */
  finish(select: Omit<Select, 'from'>, nextName: () => string): DerivedSelect {
    const { levels, select: resolved } = this.finishInLevels(select)
    let { from } = this.select
    const tables = levels.map((columns, index): CommonTable => {
      const name = nextName()
      const comment = index === 0 ? { comment: REPEATED } : {}
      const before = selectText({ columns: [{ text: '*' }, ...columns], from: this.relation(from) })
      from = name
      return { name: this.dialect.quoteIdentifier(name), ...comment, select: before }
    })
    return { tables, select: { ...resolved, from: this.relation(from) }, from }
  }

  /** The SELECT without references, and the columns which it uses more than once: those of a level are made of those before. */
  finishInLevels(select: Omit<Select, 'from'>): {
    readonly levels: readonly (readonly Required<SelectColumn>[])[]
    readonly select: Required<Omit<Select, 'from'>>
  } {
    const uses = this.usesIn(select)
    this.names = this.namesOf([...uses.keys()].filter(index => uses[index] > 1))
    const levelOf = this.levels()
    const levels: Required<SelectColumn>[][] = []
    for (const [index, name] of this.names) {
      const column = { text: this.resolve(this.shared[index].text), alias: this.dialect.quoteIdentifier(name) }
      levels[levelOf[index] - 1] = [...(levels[levelOf[index] - 1] ?? []), column]
    }
    return { levels, select: mapTexts(select, text => this.resolve(text)) }
  }

  /** The text without references, for use behind the SELECT's relation `from`. */
  resolve(text: string): string {
    return text.replaceAll(REFERENCE, (_, digits: string, mark: string) => {
      const index = Number(digits)
      const name = this.names.get(index)
      if (name !== undefined) return `${this.select.prefix ?? ''}${this.dialect.quoteIdentifier(name)}`
      const inner = this.resolve(this.shared[index].text)
      return isBareMark(mark) ? bare(inner) : inner
    })
  }

  private sharing(root: Expression, name: string): Share {
    const movable = movableIn(root, this.dialect.failsLoudly === true)
    return (expression, text) => {
      if (!movable.has(expression) || this.dialect.isColumn?.(expression) === false) return text
      return expression === root ? this.share(text, name) : this.share(text, `${name}_${labelOf(expression)}`, false)
    }
  }

  /** How often each text would be written, if those that are used once are put in. */
  private usesIn(select: Omit<Select, 'from'>): readonly number[] {
    const uses = this.shared.map(() => 0)
    const count = (text: string) => {
      for (const [, digits] of text.matchAll(REFERENCE)) uses[Number(digits)]++
    }
    mapTexts(select, text => {
      count(text)
      return text
    })
    // What a text refers to stands before it.
    for (let index = this.shared.length - 1; index >= 0; index--) if (uses[index] > 0) count(this.shared[index].text)
    return uses
  }

  /** 1 for a column that is made of the relation's own, 2 for one that needs those, too … */
  private levels(): readonly number[] {
    const levels: number[] = []
    for (const [index, { text }] of this.shared.entries()) {
      const needed = Math.max(0, ...[...text.matchAll(REFERENCE)].map(([, digits]) => levels[Number(digits)]))
      levels.push(this.names.has(index) ? needed + 1 : needed)
    }
    return levels
  }

  private namesOf(indexes: Iterable<number>): ReadonlyMap<number, string> {
    const { columns, aliases } = this.select
    const taken = new Set(columns.map(name => name.toLowerCase()))
    const reserved = new Set(aliases.map(name => name.toLowerCase()))
    const free = (wanted: string, isAlias: boolean, number = 1): string => {
      const name = number === 1 ? wanted : `${wanted}_${number}`
      const key = name.toLowerCase()
      return taken.has(key) || (reserved.has(key) && !(isAlias && number === 1)) ? free(wanted, isAlias, number + 1) : name
    }
    const names = new Map<number, string>()
    for (const index of indexes) {
      const { name, isAlias } = this.shared[index]
      const found = free(name, isAlias)
      taken.add(found.toLowerCase())
      names.set(index, found)
    }
    return names
  }

  /** Joined relations know the columns by the relation's own name. */
  private relation(name: string): string {
    const { from, prefix } = this.select
    const quoted = this.dialect.quoteIdentifier(name)
    return prefix === undefined || name === from ? quoted : `${quoted} AS ${this.dialect.quoteIdentifier(from)}`
  }
}

/**
 * What can be computed for every event: all but what a `case`, `and`, `or` or `coalesce` might not come to and would stop the query. That is what holds a native expression, and
 * with `failsLoudly` everything.
 */
function movableIn(root: Expression, failsLoudly: boolean): ReadonlySet<Expression> {
  const movable = new Set<Expression>()
  const visit = (expression: Expression, isLazy: boolean): boolean => {
    const inner = partsOf(expression).map(part => visit(part.expression, isLazy || part.isLazy))
    const hasNative = expression.node === 'native' || inner.includes(true)
    if (!isLazy || !(failsLoudly || hasNative)) movable.add(expression)
    return hasNative
  }
  visit(root, false)
  return movable
}

interface Part {
  readonly expression: Expression
  /** It is not always evaluated. */
  readonly isLazy: boolean
}

function partsOf(expression: Expression): readonly Part[] {
  const always = (inner: Expression): Part => ({ expression: inner, isLazy: false })
  switch (expression.node) {
    case 'field':
    case 'literal':
      return []
    case 'cast':
      return [always(expression.argument)]
    case 'native':
      return expression.inputs.map(input => always(input.expression))
    case 'call': {
      const stops = expression.function === 'and' || expression.function === 'or' || expression.function === 'coalesce'
      return expression.arguments.map((argument, index) => ({ expression: argument, isLazy: stops && index > 0 }))
    }
    case 'case': {
      const branches = expression.branches.flatMap(({ when, then }) => [when, then])
      return [...branches, expression.otherwise].map((inner, index) => ({ expression: inner, isLazy: index > 0 }))
    }
  }
}

function labelOf(expression: Expression): string {
  if (expression.node === 'call') return expression.function
  return expression.node === 'cast' ? `as_${expression.type.kind}` : expression.node
}

/** Gives `name`, `name_2`, … */
export function numbered(name: string): () => string {
  let number = 0
  return () => (++number === 1 ? name : `${name}_${number}`)
}

/** The rows of a relation for which a condition is true and does not fail. */
export function filtered(
  dialect: ExpressionDialect,
  condition: Expression,
  names: SelectNames,
  columns: Select['columns'],
  nextName: () => string,
): DerivedSelect {
  const derived = new DerivedColumns(dialect, names)
  const guard = derived.guard(condition, dialect.quoteIdentifier, 'condition')
  const where = [...(guard === undefined ? [] : [guard]), derived.write(condition, dialect.quoteIdentifier, 'condition')]
  return derived.finish({ columns, where }, nextName)
}

function mapTexts(
  { columns, joins = [], where = [], groupBy = [], having = [], orderBy = [] }: Omit<Select, 'from'>,
  map: (text: string) => string,
): Required<Omit<Select, 'from'>> {
  return {
    columns: columns.map(({ text, alias }) => unaliased(map(text), alias)),
    joins: joins.map(map),
    where: where.map(map),
    groupBy: groupBy.map(map),
    having: having.map(map),
    orderBy: orderBy.map(map),
  }
}

/** A derived column may have the name already. */
function unaliased(text: string, alias: string | undefined): Select['columns'][number] {
  return alias === undefined || alias === text ? { text } : { text, alias }
}
