import fc from 'fast-check'
import type { DataType, Expression } from '../../../pipeline'
import {
  ARGUMENT_CLASSES,
  CASTS,
  commonType,
  comparable,
  FUNCTION_NAMES,
  FUNCTIONS,
  literalExpression,
  resolveCall,
  sameType,
} from '../../../pipeline'
import { dataType, runs } from '../arbitraries'

const of = (type: DataType, nullable = false): Expression => ({ node: 'field', path: ['x'], type, nullable })
const int64: DataType = { kind: 'int64' }
const double: DataType = { kind: 'double' }
const string: DataType = { kind: 'string' }
const boolean: DataType = { kind: 'boolean' }
const decimal = (precision: number, scale: number): DataType => ({ kind: 'decimal', precision, scale })
const timestamp: DataType = { kind: 'timestamp', wire: 'iso8601' }
const date: DataType = { kind: 'date' }
const text = (value: string): Expression => literalExpression(value, string)

describe('the law', () => {
  test('says something about every function', () => {
    expect(FUNCTION_NAMES).toHaveLength(43)
    for (const law of Object.values(FUNCTIONS)) expect(law.doc).toMatch(/^.{9,}\.$|^.*[.)]$/)
  })

  test('has optional and repeated arguments only at the end', () => {
    for (const law of Object.values(FUNCTIONS))
      for (const argument of law.arguments.slice(0, -1)) expect(argument.optional ?? argument.repeated).toBeUndefined()
  })

  test('knows casts from and to known kinds only', () => {
    const kinds: readonly string[] = ARGUMENT_CLASSES.any
    for (const [from, targets] of Object.entries(CASTS))
      expect([from, ...Object.keys(targets)].filter(kind => !kinds.includes(kind))).toEqual([])
  })
})

describe('types of results', () => {
  test.each<[string, Expression[], DataType]>([
    ['add', [of(int64), of(int64)], int64],
    ['add', [of(int64), of(double)], double],
    ['add', [of(decimal(10, 2)), of(decimal(8, 4))], decimal(13, 4)],
    ['add', [of(int64), of(decimal(10, 2))], decimal(22, 2)],
    ['subtract', [of(decimal(38, 0)), of(decimal(38, 38))], decimal(38, 38)],
    ['multiply', [of(decimal(10, 2)), of(decimal(8, 4))], decimal(18, 6)],
    ['multiply', [of(decimal(30, 2)), of(decimal(30, 4))], decimal(38, 6)],
    ['divide', [of(int64), of(int64)], double],
    ['modulo', [of(int64), of(int64)], int64],
    ['round', [of(decimal(10, 4)), literalExpression(2, int64)], decimal(9, 2)],
    ['floor', [of(decimal(10, 4))], decimal(7, 0)],
    ['round', [of(double)], double],
    ['coalesce', [of(int64), of(decimal(4, 2))], decimal(21, 2)],
    ['coalesce', [of({ kind: 'enum', values: ['a'] }), of(string)], string],
    ['split', [of(string), text(',')], { kind: 'list', element: string, elementOptional: false }],
    ['listElement', [of({ kind: 'list', element: date, elementOptional: false }), literalExpression(1, int64)], date],
    ['truncateTime', [of(timestamp), text('hour')], timestamp],
    ['timeDifference', [of(date), of(date)], int64],
    ['hash', [of({ kind: 'bytes' })], string],
  ])('%s', (name, given, expected) => {
    const law = FUNCTION_NAMES.find(known => known === name)
    if (law === undefined) throw new Error(name)
    expect(resolveCall(law, given)).toEqual({ type: expected, nullable: expect.any(Boolean), issues: [] })
  })

  test('nullability follows the law', () => {
    const nullable = (name: 'add' | 'isNull' | 'coalesce' | 'splitPart' | 'and', ...given: Expression[]) =>
      resolveCall(name, given).nullable
    expect(nullable('add', of(int64), of(int64))).toBe(false)
    expect(nullable('add', of(int64, true), of(int64))).toBe(true)
    expect(nullable('isNull', of(int64, true))).toBe(false)
    expect(nullable('coalesce', of(int64, true), of(int64))).toBe(false)
    expect(nullable('coalesce', of(int64, true), of(int64, true))).toBe(true)
    expect(nullable('and', of(boolean), of(boolean, true))).toBe(true)
    expect(nullable('splitPart', of(string), text(','), literalExpression(1, int64))).toBe(true)
  })
})

describe('refusals', () => {
  test.each<[string, Expression[], string]>([
    ['add', [of(int64)], 'wrong-argument-count'],
    ['add', [of(int64), of(string)], 'wrong-type'],
    ['divide', [of(decimal(4, 2)), of(int64)], 'wrong-type'],
    ['equal', [of(string), of(int64)], 'wrong-type'],
    ['equal', [of(timestamp), of(date)], 'wrong-type'],
    ['less', [of(string), of(boolean)], 'wrong-type'],
    ['not', [of(string)], 'wrong-type'],
    ['in', [of(string), text('a'), of(int64)], 'wrong-type'],
    ['truncateTime', [of(timestamp), of(string)], 'not-literal'],
    ['truncateTime', [of(timestamp), text('fortnight')], 'wrong-value'],
    ['truncateTime', [of(date), text('hour')], 'wrong-value'],
    ['substring', [of(string), literalExpression(0, int64)], 'out-of-range'],
    ['round', [of(double), literalExpression(2, int64)], 'out-of-range'],
    ['round', [of(decimal(4, 2)), literalExpression(3, int64)], 'out-of-range'],
    ['split', [of(string), text('')], 'empty'],
    ['listContains', [of({ kind: 'list', element: string, elementOptional: false }), of(int64)], 'wrong-type'],
    ['coalesce', [of(string), of(int64)], 'wrong-type'],
    ['multiply', [of(decimal(38, 20)), of(decimal(38, 20))], 'out-of-range'],
  ])('%s', (name, given, code) => {
    const law = FUNCTION_NAMES.find(known => known === name)
    if (law === undefined) throw new Error(name)
    expect(resolveCall(law, given).issues.map(issue => issue.code)).toContain(code)
  })
})

test('the common type is symmetric, and holds both', () => {
  fc.assert(
    fc.property(dataType, dataType, (a, b) => {
      const common = commonType(a, b)
      const other = commonType(b, a)
      expect(common === undefined).toBe(other === undefined)
      if (common !== undefined && other !== undefined) expect(sameType(common, other)).toBe(true)
      expect(commonType(a, a)).toBe(a)
      if (common !== undefined) expect(comparable(common, a)).toBe(true)
    }),
    runs(500),
  )
})
