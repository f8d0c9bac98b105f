import type { CaseBranch, DataType, Expression } from '../definition'
import type { Nullness } from '../schema'
import { caseExpression } from './construct'
import { expression, operand } from './fluent'
import type { AnyExpression, BooleanExpression, CommonType, ExpressionOf, LiteralType, NullnessOf, Operand, OperandType } from './typed'

type Condition = boolean | BooleanExpression<Nullness>
type ValueOperand = string | number | bigint | boolean | Uint8Array | AnyExpression

/** `when(condition)` without a result yet. */
export interface When {
  /** The result where the condition is true. */
  then<const V extends ValueOperand>(value: V): Case<CaseType<V>, NullnessOf<V>>
}
type CaseType<V> = V extends AnyExpression ? OperandType<V, DataType> : LiteralType<V>

/** A case whose last word is missing. */
export interface Case<T extends DataType, N extends Nullness> {
  when(condition: Condition): { then<const V extends Operand<T>>(value: V): Case<CommonType<T, OperandType<V, T>>, N | NullnessOf<V>> }
  /** The result where no condition was true. */
  otherwise<const V extends Operand<T> | null>(
    value: V,
  ): ExpressionOf<V extends null ? T : CommonType<T, OperandType<V, T>>, N | NullnessOf<V>>
}

/** `when(post.score.gt(10)).then('high').when(…).then(…).otherwise('low')`: the first condition that is true decides; null is not true. */
export function when(condition: Condition): When {
  return branching([], null, condition) as unknown as When
}

function branch(condition: Expression, result: Expression): CaseBranch {
  // biome-ignore lint/suspicious/noThenProperty: a branch of the core form, which nobody awaits
  return { when: condition, then: result }
}

function branching(branches: readonly CaseBranch[], like: DataType | null, condition: unknown) {
  return {
    // biome-ignore lint/suspicious/noThenProperty: it takes a value, not callbacks; `when … then … otherwise` is what people say
    then: (value: unknown) => {
      const result = operand(value, like)
      const all = [...branches, branch(operand(condition, null), result)]
      return {
        when: (next: unknown) => branching(all, like ?? result.type, next),
        otherwise: (last: unknown) => expression(caseExpression(all, operand(last, like ?? result.type))),
      }
    },
  }
}
