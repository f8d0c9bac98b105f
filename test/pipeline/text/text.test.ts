import fc from 'fast-check'
import type { Definition, Expression, Value } from '../../../pipeline'
import {
  InvalidPipelineError,
  literal,
  literalExpression,
  parseText,
  pipeline,
  source,
  stream,
  string,
  timestamp,
  toText,
} from '../../../pipeline'
import { overlapping, selected, sessions, subredditActivity } from '../../types/builder'
import { runs } from '../arbitraries'

const all = [subredditActivity, selected, sessions, overlapping].map(({ definition }) => definition)
const issuesOf = (text: string) => {
  try {
    parseText(text)
  } catch (error) {
    if (error instanceof InvalidPipelineError) return error.issues
    throw error
  }
  return []
}

test.each(all.map(definition => [definition.name, definition] as const))('%s comes back', (_name, definition) => {
  const text = toText(definition)
  expect(parseText(text)).toEqual(definition)
  expect(toText(parseText(text))).toBe(text)
})

test('the order of members is fixed', () => {
  const text = toText(overlapping.definition)
  expect(text.slice(0, 120).trimEnd()).toBe(
    '{\n  "formatVersion": 1,\n  "name": "overlapping",\n  "source": {\n    "name": "posts",\n    "format": "json",\n    "fields":',
  )
  expect(text.endsWith('}\n')).toBe(true)
})

describe('literals', () => {
  const events = source('s', { schema: { at: timestamp(), id: string() }, eventTime: 'at', maxDelay: 0 })
  const read = (node: Expression): Value => {
    const { definition } = pipeline('p', events).output(all => all.select(() => ({ x: literal(1) })).into(stream('o')))
    const output = definition.outputs[0]
    const changed: Definition = {
      ...definition,
      outputs: [{ ...output, steps: [{ step: 'project', fields: [{ name: 'x', expression: node }] }] }],
    }
    const step = parseText(toText(changed)).outputs[0].steps[0]
    if (step.step !== 'project' || step.fields[0].expression.node !== 'literal') throw new Error('no literal')
    return step.fields[0].expression.value
  }

  test('keep integers beyond 2^53, bytes, texts and doubles', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
        fc.uint8Array(),
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (integer, bytes, text, number) => {
          expect(read(literalExpression(integer, { kind: 'int64' }))).toBe(integer)
          expect(read(literalExpression(bytes, { kind: 'bytes' }))).toEqual(bytes)
          expect(read(literalExpression(text, { kind: 'string' }))).toBe(text)
          expect(read(literalExpression(number, { kind: 'double' }))).toBe(number === 0 ? 0 : number)
        },
      ),
      runs(50),
    )
  })
})

describe('text that nobody has checked', () => {
  test.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['null', 'something else was expected'],
    ['[]', 'something else was expected'],
    ['{"formatVersion": 2}', 'unknown version'],
    ['{"formatVersion": "1"}', 'unknown version'],
    ['{"formatVersion": 1}', 'a member is missing'],
  ])('%j is refused', (text, message) => {
    expect(issuesOf(text)[0]?.message).toContain(message)
  })

  test('every missing, unknown or wrong member is an issue', () => {
    const text = toText(subredditActivity.definition)
      .replace('"eventTime"', '"eventTme"')
      .replace('"limit": 3', '"limit": "3"')
      .replace('"function": "lower"', '"function": "constructor"')
      .replace('"kind": "tumbling"', '"kind": "jumping"')
    expect(issuesOf(text).map(issue => `${issue.code} ${issue.path}`)).toEqual([
      'missing-member source.eventTime',
      'unknown-member source',
      'unknown-function outputs[2].steps[1].fields[15].expression.function',
      'wrong-shape outputs[2].windowed.aggregates[4].aggregate.limit',
      'wrong-shape outputs[2].windowed.window.kind',
    ])
  })

  test('types are resolved again', () => {
    const text = toText(subredditActivity.definition).replace('"function": "greaterOrEqual"', '"function": "contains"')
    expect(issuesOf(text)[0]).toMatchObject({ code: 'wrong-type', path: 'outputs[1].steps[0].condition.arguments[0]', got: 'int64' })
  })

  test('deep nesting is refused, not a crash', () => {
    const deep = (open: string, close: string, inner: string) => open.repeat(20_000) + inner + close.repeat(20_000)
    const text = toText(overlapping.definition)
    const type = text.replace('{\n          "kind": "boolean"\n        }', deep('{"kind":"list","element":', '}', '{"kind":"string"}'))
    expect(type).not.toBe(text)
    expect(issuesOf(type).map(issue => issue.code)).toContain('too-large')
    const condition = toText(subredditActivity.definition).replace(
      '"condition": {',
      `"condition": ${deep('{"node":"call","function":"not","arguments":[', ']}', 'null')}, "x": {`,
    )
    expect(issuesOf(condition).map(issue => issue.code)).toContain('too-large')
  })

  test('any change of a value gives a definition or issues', () => {
    const values = [
      null,
      true,
      -1,
      1e300,
      0.5,
      '',
      '__proto__',
      'x',
      [],
      {},
      [null],
      { node: 'field' },
      { kind: 'decimal' },
      { kind: 'list' },
    ]
    const texts = all.map(toText)
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.constantFrom(...values), (text, at, value) => {
        let count = 0
        const size = text.split(':').length
        const changed = JSON.stringify(JSON.parse(text, (_name, old) => (count++ === at % size ? value : old)))
        const issues = issuesOf(changed)
        if (issues.length === 0) expect(toText(parseText(changed)).length).toBeGreaterThan(0)
        for (const issue of issues) expect(issue.message).not.toBe('')
      }),
      runs(600),
    )
  })
})
