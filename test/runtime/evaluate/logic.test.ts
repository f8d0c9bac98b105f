import type { Expression } from '../../../pipeline'
import { compileExpression } from '../../../runtime/evaluate'
import { callOf, DOUBLE, decimal, evaluate, FAILED, given, INT64, int, LOGICAL, literal, logical, outcome, TEXT, text } from './support'

const THREE = [true, false, null] as const

test('and, or, not are three-valued', () => {
  for (const a of THREE) {
    expect(evaluate('not', logical(a))).toBe(a === null ? null : !a)
    for (const b of THREE) {
      for (const c of THREE) {
        const all = [a, b, c]
        const given = all.map(logical)
        expect([all, evaluate('and', ...given)]).toEqual([all, all.includes(false) ? false : all.includes(null) ? null : true])
        expect([all, evaluate('or', ...given)]).toEqual([all, all.includes(true) ? true : all.includes(null) ? null : false])
      }
    }
  }
})

test('in is null where nothing is equal and a value is null', () => {
  expect(evaluate('in', int(1), int(2), int(1))).toBe(true)
  expect(evaluate('in', int(1), int(null), int(1))).toBe(true)
  expect(evaluate('in', int(1), int(null), int(2))).toBeNull()
  expect(evaluate('in', int(1), int(3), int(2))).toBe(false)
  expect(evaluate('in', int(null), int(3))).toBeNull()
  const list = [literal(TEXT, 'a'), literal(TEXT, null), literal(TEXT, 'b')]
  expect([evaluate('in', text('b'), ...list), evaluate('in', text('c'), ...list), evaluate('in', text(null), ...list)]).toEqual([
    true,
    null,
    null,
  ])
})

test('isNull and coalesce', () => {
  expect([evaluate('isNull', int(null)), evaluate('isNull', int(0))]).toEqual([true, false])
  expect(evaluate('coalesce', int(null), int(2), int(3))).toBe(2)
  expect(evaluate('coalesce', int(null), int(null))).toBeNull()
  expect(evaluate('coalesce', int(null), given(decimal(5, 2), 150))).toBe(150)
  expect(evaluate('coalesce', int(2), given(decimal(5, 2), 150))).toBe(200)
  expect(evaluate('coalesce', int(2n ** 60n), given(DOUBLE, 1))).toBe(2 ** 60)
})

const quotient = callOf('integerDivide', [literal(INT64, 1), int(0)])
const divisor: Expression = { node: 'field', path: ['field1'], type: INT64, nullable: true }
const isZero: Expression = {
  node: 'call',
  function: 'equal',
  arguments: [divisor, { node: 'literal', value: 0, type: INT64, nullable: false }],
  type: LOGICAL,
  nullable: true,
}

test('what is not reached is not evaluated', () => {
  const guarded: Expression = {
    node: 'case',
    // biome-ignore lint/suspicious/noThenProperty: the definition's own name for a branch's value
    branches: [{ when: isZero, then: { node: 'literal', value: -1, type: INT64, nullable: false } }],
    otherwise: quotient,
    type: INT64,
    nullable: true,
  }
  const run = compileExpression(guarded)
  expect([run({ field1: 0 }), run({ field1: 1 }), run({ field1: null })]).toEqual([-1, 1, null])
  const large: Expression = { node: 'call', function: 'greater', arguments: [quotient, divisor], type: LOGICAL, nullable: true }
  const either = compileExpression({ node: 'call', function: 'or', arguments: [isZero, large], type: LOGICAL, nullable: true })
  expect([either({ field1: 0 }), either({ field1: 1 }), either({ field1: null })]).toEqual([true, false, null])
  const both = compileExpression({ node: 'call', function: 'and', arguments: [large, isZero], type: LOGICAL, nullable: true })
  expect(outcome(() => both({ field1: 0 }))).toEqual(FAILED)
  const first = compileExpression({ node: 'call', function: 'coalesce', arguments: [divisor, quotient], type: INT64, nullable: true })
  expect(first({ field1: 0 })).toBe(0)
})

test('members of records, and names that JavaScript knows', () => {
  const record = { kind: 'record', fields: [] } as const
  const inner = compileExpression({ node: 'field', path: ['outer', 'inner'], type: INT64, nullable: true })
  expect([inner({ outer: { inner: 5 } }), inner({ outer: null }), inner({ outer: {} }), inner({})]).toEqual([5, null, null, null])
  const prototype = compileExpression({ node: 'field', path: ['__proto__', 'constructor'], type: record, nullable: true })
  expect(prototype({})).toBeNull()
})
