import type { Expression, FunctionName } from '../../pipeline'
import type { CastName } from '../casts'

const FUNCTIONS_THAT_FAIL: ReadonlySet<FunctionName> = new Set([
  'add',
  'subtract',
  'multiply',
  'divide',
  'integerDivide',
  'modulo',
  'negate',
  'absolute',
  'round',
  'substring',
  'replace',
  'split',
  'splitPart',
  'listElement',
  'truncateTime',
  'addTime',
])
const CASTS_THAT_DO_NOT: ReadonlySet<string> = new Set<CastName>([
  'string-string',
  'string-bytes',
  'enum-string',
  'boolean-boolean',
  'boolean-string',
  'boolean-int64',
  'int64-int64',
  'int64-double',
  'int64-string',
  'double-double',
  'decimal-double',
  'decimal-string',
  'bytes-bytes',
  'timestamp-timestamp',
  'timestamp-int64',
  'timestamp-string',
  'timestamp-date',
  'date-date',
  'date-timestamp',
  'date-string',
])

/** Whether an event may fail here, so that the transform needs an output of errors. */
export function mayFail(expression: Expression): boolean {
  switch (expression.node) {
    case 'field':
    case 'literal':
      return false
    case 'call':
      return FUNCTIONS_THAT_FAIL.has(expression.function) || expression.arguments.some(mayFail)
    case 'cast':
      return !CASTS_THAT_DO_NOT.has(`${expression.argument.type.kind}-${expression.type.kind}`) || mayFail(expression.argument)
    case 'native':
      return true
    case 'case':
      return mayFail(expression.otherwise) || expression.branches.some(({ when, then }) => mayFail(when) || mayFail(then))
  }
}
