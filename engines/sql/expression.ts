import type { DataType, Expression } from '../../pipeline'
import type { CastName } from '../casts'
import type { Rule, Written } from '../rule'
import type { ExpressionDialect } from './dialect'
import { writeNative } from './native'
import { bareReference } from './reference'

/** The text of a field of the event: a column, by the first name of its path. */
export type Scope = (field: string) => string

/** What stands for a text that may be used several times: the text itself, or a reference to it (see `DerivedColumns`). */
export type Share = (expression: Expression, text: string) => string

/** The rule's writer. Refusals were reported before anything is written. */
export function written<Writer>(rule: Rule<Writer>): Written<Writer> {
  if (rule.support === 'refused') throw new Error(`a refused node was to be written: ${rule.reason}; check the definition first`)
  return rule
}

export function castName(from: DataType, to: DataType): CastName {
  return `${from.kind}-${to.kind}` as CastName
}

/** The text of an expression. Operators come in parentheses (see `bare`). */
export function writeExpression(dialect: ExpressionDialect, expression: Expression, scope: Scope, share?: Share): string {
  const text = textOf(dialect, expression, scope, share)
  return share === undefined || expression.node === 'field' || expression.node === 'literal' ? text : share(expression, text)
}

function textOf(dialect: ExpressionDialect, expression: Expression, scope: Scope, share: Share | undefined): string {
  const write = (inner: Expression) => writeExpression(dialect, inner, scope, share)
  switch (expression.node) {
    case 'field': {
      const [first, ...members] = expression.path
      return members.reduce(
        (record, name, index) => dialect.member(record, name, index === members.length - 1 ? expression.type : undefined),
        scope(first),
      )
    }
    case 'literal':
      return dialect.literal(expression.value, expression.type)
    case 'call':
      return written(dialect.functions[expression.function]).write({
        arguments: expression.arguments.map(write),
        expressions: expression.arguments,
        type: expression.type,
      })
    case 'cast': {
      const { argument, type } = expression
      return written(dialect.casts[castName(argument.type, type)]).write(write(argument), argument.type, type)
    }
    case 'native':
      return writeNative(dialect, expression, write)
    case 'case': {
      const branches = expression.branches.map(({ when, then }) => [bare(write(when)), bare(write(then))] as const)
      const otherwise = bare(write(expression.otherwise))
      const resultTypes = [...expression.branches.map(({ then }) => then.type), expression.otherwise.type]
      if (dialect.caseOf) return dialect.caseOf(branches, otherwise, expression.type, resultTypes)
      return `CASE ${branches.map(([condition, result]) => `WHEN ${condition} THEN ${result}`).join(' ')} ELSE ${otherwise} END`
    }
  }
}

/** The text without the parentheses around all of it, where nothing stands beside it. */
export function bare(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return bareReference(text) ?? text
  let depth = 0
  let quote = ''
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === "'" || character === '"' || character === '`') quote = character
    else if (character === '(') depth++
    else if (character === ')' && --depth === 0 && index < text.length - 1) return text
  }
  return text.slice(1, -1)
}
