import type { ConformanceCase } from '../../conformance/case'
import { allCases } from '../../conformance/cases'
import { conditionsOf } from '../../conformance/cases/conditions'
import { generatedCases } from '../../conformance/cases/generated'
import { expectedOf } from '../../conformance/expected'
import { isTick } from '../../conformance/records'
import { castTargets, type DataKind, type Expression, FUNCTION_NAMES, validate } from '../../pipeline'

const cases = allCases()
const KINDS: readonly DataKind[] = [
  'string',
  'boolean',
  'int64',
  'double',
  'decimal',
  'bytes',
  'timestamp',
  'date',
  'enum',
  'list',
  'record',
]

function walk(expression: Expression, visit: (node: Expression) => void): void {
  visit(expression)
  if (expression.node === 'call') for (const argument of expression.arguments) walk(argument, visit)
  if (expression.node === 'cast') walk(expression.argument, visit)
}

function* projections({ definition }: ConformanceCase): Generator<Expression> {
  for (const { steps } of definition.outputs)
    for (const step of steps) if (step.step === 'project') for (const { expression } of step.fields) yield expression
}

function used(): ReadonlySet<string> {
  const found = new Set<string>()
  for (const testCase of cases)
    for (const expression of projections(testCase))
      walk(expression, node => {
        if (node.node === 'call') found.add(node.function)
        if (node.node === 'cast') found.add(`${node.argument.type.kind}-${node.type.kind}`)
      })
  return found
}

test('there are enough, with names of their own, and all are valid', () => {
  expect(cases.length).toBeGreaterThan(400)
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  expect(cases.flatMap(({ name, definition }) => validate(definition).map(issue => `${name}: ${issue.message}`))).toEqual([])
})

test('every window kind meets every aggregate on time, on borders, with nulls and late', () => {
  const aggregates = ['count-sum-avg-min-max', 'text-min-max', 'count-distinct', 'first-last', 'approx-count-distinct', 'quantile', 'top-k']
  const names = new Set(cases.map(({ name }) => name))
  const wanted = ['tumbling', 'hopping', 'session'].flatMap(kind =>
    aggregates.flatMap(aggregate => ['on-time', 'boundary', 'nulls', 'late'].map(how => `${kind}/${aggregate}/${how}`)),
  )
  expect(wanted.filter(name => !names.has(name))).toEqual([])
})

test('every function and every cast to another type is tried', () => {
  const found = used()
  const casts = KINDS.flatMap(from => castTargets(from).flatMap(to => (from === to ? [] : [`${from}-${to}`])))
  expect([...FUNCTION_NAMES, ...casts].filter(name => !found.has(name))).toEqual([])
})

test('they are small, but for the real events', () => {
  const large = cases.filter(({ name, partitions }) => !name.startsWith('examples/') && partitions.flat().length > 400)
  expect(large.map(({ name }) => name)).toEqual([])
})

// Of all cases this takes half a minute.
test.each([
  'tumbling/count-sum-avg-min-max/late',
  'failing/numbers-int64-add',
  'records/bad-malformed-windows',
  'values/int64-overflow',
  'keys/null-late-session',
  'time-ranges/session-negative',
  'partitions/hopping-three-late',
  'hopping/top-k/nulls',
  'values/top-k-decimal',
  'ticks/session-idle-partition',
])('the conditions of %s are those that its records show', wanted => {
  const found = cases.filter(({ name }) => name === wanted)
  expect(found.map(({ definition, partitions }) => conditionsOf(definition, partitions))).toEqual(
    found.map(({ conditions }) => [...conditions].sort()),
  )
  expect(found).toHaveLength(1)
})

test('ticks matter: without them every case of ticks has other rows', () => {
  const ticked = cases.filter(({ name }) => name.startsWith('ticks/'))
  const blind = ticked.filter(testCase => {
    const without = testCase.partitions.map(records => records.filter(record => !isTick(record)))
    return JSON.stringify(expectedOf(testCase).rows) === JSON.stringify(expectedOf({ ...testCase, partitions: without }).rows)
  })
  expect(ticked).toHaveLength(9)
  expect(blind.map(({ name }) => name)).toEqual([])
})

test('random cases are the same for the same seed, and others for another', () => {
  const [one, again, other] = [generatedCases(3, 7), generatedCases(3, 7), generatedCases(3, 8)]
  expect(again).toEqual(one)
  expect(other.map(({ partitions }) => partitions)).not.toEqual(one.map(({ partitions }) => partitions))
  expect(one.flatMap(({ definition }) => validate(definition))).toEqual([])
})
