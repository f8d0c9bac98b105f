import { aggregateResult } from '../columns'
import type { Aggregate, AggregateName, DataKind, Field, NamedAggregate } from '../definition'
import type { Issue } from '../errors'
import { shown } from '../errors'
import { ARGUMENT_CLASSES, sameType, typeText } from '../expression'
import { checkExpression } from './expressions'
import { KEY_KINDS } from './keys'
import { checkRange } from './ranges'

/** Types that each aggregate takes. */
const INPUTS: Readonly<Record<AggregateName, readonly DataKind[]>> = {
  count: ARGUMENT_CLASSES.any,
  sum: ARGUMENT_CLASSES.numeric,
  avg: ARGUMENT_CLASSES.numeric,
  min: ARGUMENT_CLASSES.ordered,
  max: ARGUMENT_CLASSES.ordered,
  countDistinct: ARGUMENT_CLASSES.scalar,
  approxCountDistinct: ARGUMENT_CLASSES.scalar,
  quantile: ARGUMENT_CLASSES.numeric,
  topK: KEY_KINDS,
  first: ARGUMENT_CLASSES.any,
  last: ARGUMENT_CLASSES.any,
}

/** Everything that is wrong with an aggregate over events with these fields. */
export function checkAggregate(named: NamedAggregate, fields: readonly Field[], path: string): readonly Issue[] {
  const { aggregate } = named
  const issues = [...checkInput(aggregate, fields, path), ...checkSettings(aggregate, path)]
  if (issues.length > 0) return issues
  const result = aggregateResult(aggregate)
  if (sameType(named.type, result.type) && named.nullable === result.nullable) return []
  const message = "the result's type that is written here is not the one that follows from the input"
  return [
    {
      code: 'stale-type',
      path: `${path}.type`,
      message,
      got: typeText(named.type),
      allowed: typeText(result.type),
      hint: 'build it again',
    },
  ]
}

function checkInput(aggregate: Aggregate, fields: readonly Field[], path: string): readonly Issue[] {
  const allowed = Object.hasOwn(INPUTS, aggregate.aggregate) ? INPUTS[aggregate.aggregate] : undefined
  if (allowed === undefined)
    return [
      {
        code: 'wrong-value',
        path: `${path}.aggregate`,
        message: 'unknown aggregate',
        got: shown(aggregate.aggregate),
        allowed: Object.keys(INPUTS).join(', '),
      },
    ]
  if (aggregate.input === null) return []
  const at = `${path}.input`
  const issues = checkExpression(aggregate.input, fields, at)
  if (issues.length > 0 || allowed.includes(aggregate.input.type.kind)) return issues
  return [
    {
      code: 'wrong-type',
      path: at,
      message: `${aggregate.aggregate} does not take this type`,
      got: typeText(aggregate.input.type),
      allowed: allowed.join(', '),
    },
  ]
}

function checkSettings(aggregate: Aggregate, path: string): readonly Issue[] {
  switch (aggregate.aggregate) {
    case 'approxCountDistinct':
      return checkRange(aggregate.precision, 4, 18, `${path}.precision`, 'the precision')
    case 'quantile': {
      const accuracy = checkRange(aggregate.accuracy, 8, 4096, `${path}.accuracy`, 'the accuracy')
      if (aggregate.fraction >= 0 && aggregate.fraction <= 1) return accuracy
      return [
        ...accuracy,
        {
          code: 'out-of-range',
          path: `${path}.fraction`,
          message: 'the fraction is out of range',
          got: shown(aggregate.fraction),
          allowed: '0 to 1',
        },
      ]
    }
    case 'topK':
      return [
        ...checkRange(aggregate.limit, 1, 1000, `${path}.limit`, 'the limit'),
        ...checkRange(aggregate.capacity, Math.max(1, aggregate.limit), 100_000, `${path}.capacity`, 'the capacity (at least the limit)'),
      ]
    default:
      return []
  }
}
