import type { Expression, Schema } from '../../../pipeline'
import {
  count,
  date,
  decimal,
  FUNCTION_NAMES,
  InvalidPipelineError,
  int64,
  list,
  literal,
  nodeOf,
  normalize,
  optional,
  pipeline,
  record,
  reference,
  referenceFromJsonLines,
  source,
  stream,
  string,
  sum,
  timestamp,
  tumbling,
  when,
} from '../../../pipeline'
import { posts, selected, subredditActivity } from '../../types/builder'

const steps = subredditActivity.definition.outputs[2].steps

function isFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.isFrozen(value) && Object.values(value).every(isFrozen)
}

test('a pipeline gives core forms, deeply frozen', () => {
  const { definition } = subredditActivity
  expect(isFrozen(definition)).toBe(true)
  expect(JSON.stringify(normalize(subredditActivity))).toBe(JSON.stringify(definition))
  expect(subredditActivity.definition).toBe(definition)
  expect(definition.outputs.map(output => output.name)).toEqual(['posts_raw', 'good_posts', 'subreddit_activity'])
  expect(steps.map(step => step.step)).toEqual(['where', 'project', 'explode', 'lookup'])
})

test('derive is a projection of all fields', () => {
  const project = steps[1]
  if (project.step !== 'project') throw new Error(project.step)
  expect(project.fields.map(field => field.name)).toEqual([...posts.definition.fields.map(field => field.name), 'site'])
})

test('derive replaces a field in its place', () => {
  const shouted = pipeline('shouted', posts).output(events =>
    events.derive(post => ({ id: post.id.upper(), again: post.id })).into(stream('shouted')),
  )
  const { columns } = shouted.definition.outputs[0]
  expect([columns[0].name, columns[columns.length - 1].name]).toEqual(['id', 'again'])
})

test('columns of a windowed output', () => {
  const { columns } = subredditActivity.definition.outputs[2]
  const shown = columns.map(({ name, type, optional: isOptional }) => `${name} ${type.kind}${isOptional ? '?' : ''}`)
  expect(shown.join(', ')).toBe(
    'windowStart timestamp, windowEnd timestamp, topic string, hour int64, posts int64, authors int64, meanScore double, p double, top list, f string, s int64, d double, r double?, price decimal',
  )
})

test('output gives another pipeline', () => {
  const base = pipeline('base', posts)
  const one = base.output(events => events.into(stream('one')))
  one.output(events => events.into(stream('two')))
  expect(one.definition.outputs).toHaveLength(1)
  expect(() => base.definition).toThrow('there is no output')
})

test('two conditions on rows are one', () => {
  const twice = pipeline('twice', posts).output(events =>
    events
      .groupBy('domain')
      .window(tumbling('1 hour'))
      .aggregate({ n: count(), total: sum('price') })
      .having(row => row.n.gt(1))
      .having(row => row.total.gt(12.5))
      .into(stream('twice')),
  )
  const having = twice.definition.outputs[0].windowed?.having
  expect(having).toMatchObject({ node: 'call', function: 'and' })
  // 12.5 beside a decimal is exact.
  expect(JSON.stringify(having)).toContain('"value":125,"type":{"kind":"decimal","precision":3,"scale":1}')
})

test('every function has a method', () => {
  const seen = new Set<string>()
  const visit = (expression: Expression): void => {
    if (expression.node === 'call') seen.add(expression.function)
    if (expression.node === 'call') expression.arguments.forEach(visit)
  }
  pipeline('all', posts).output(events =>
    events
      .derive(post => {
        const n = post.score
        const s = post.id
        const all = {
          a: n.plus(1).minus(n).times(2).negate().absolute().modulo(5).integerDividedBy(2),
          b: post.ratio.dividedBy(2).round().floor().ceiling(),
          c: n.eq(1).and(n.neq(1), n.lt(1)).or(n.lte(1), n.gt(1), n.gte(1), n.in(1, 2)).not(),
          d: post.ratio.isNull(),
          e: post.ratio.coalesce(0),
          f: s.lower().upper().trim().concat('a').substring(1, 2).replace('a', 'b').hash(),
          g: s.length(),
          h: s.startsWith('a').and(s.endsWith('b'), s.contains('c')),
          i: s.split(',').contains('a'),
          j: s.splitPart(',', 1),
          k: post.tags.size(),
          l: post.tags.at(1),
          m: post.createdAt.truncate('hour').plus('1 hour').extract('hour'),
          o: post.createdAt.since('2025-05-01T00:00:00Z'),
        }
        for (const expression of Object.values(all)) visit(nodeOf(expression))
        return all
      })
      .into(stream('all')),
  ).definition
  expect(FUNCTION_NAMES.filter(name => !seen.has(name))).toEqual([])
})

test('literals take the type of what they stand beside', () => {
  const shown = (expression: Expression) => (expression.node === 'call' ? expression.arguments[1] : expression)
  const conditions: Expression[] = []
  pipeline('literals', posts).output(events =>
    events
      .where(post => {
        const all = [
          post.createdAt.gt('2025-05-01T00:00:00Z'),
          post.day.eq('1970-01-02'),
          post.price.lt('12.50'),
          post.ratio.gt(1),
          post.score.gt(2n ** 60n),
        ]
        conditions.push(...all.map(condition => shown(nodeOf(condition))))
        return post.flag
      })
      .into(stream('literals')),
  ).definition
  expect(conditions).toMatchObject([
    { value: Date.UTC(2025, 4, 1), type: { kind: 'timestamp' } },
    { value: 1, type: { kind: 'date' } },
    { value: 1250, type: { kind: 'decimal', precision: 4, scale: 2 } },
    { value: 1, type: { kind: 'double' } },
    { value: 2n ** 60n, type: { kind: 'int64' } },
  ])
  expect(nodeOf(literal(null, date()))).toEqual({ node: 'literal', value: null, type: { kind: 'date' }, nullable: true })
  expect(nodeOf(literal('2025-05-01', date()))).toMatchObject({ node: 'literal', type: { kind: 'date' } })
  expect(nodeOf(literal(1.5, decimal(10, 2)))).toMatchObject({ node: 'cast', type: { kind: 'decimal', precision: 10, scale: 2 } })
})

test('a case has the common type of its results, and is nullable if one is', () => {
  const project = selected.definition.outputs[0].steps[0]
  if (project.step !== 'project') throw new Error(project.step)
  const find = (name: string) => project.fields.find(field => field.name === name)?.expression
  expect(find('level')).toMatchObject({ node: 'case', type: { kind: 'string' }, nullable: false })
  expect(find('maybe')).toMatchObject({ node: 'case', type: { kind: 'int64' }, nullable: true, otherwise: { type: { kind: 'int64' } } })
  expect(nodeOf(when(true).then(1).when(false).then(2.5).otherwise(3n))).toMatchObject({ type: { kind: 'double' } })
  expect(find('lat')).toMatchObject({ node: 'field', path: ['geo', 'lat'], nullable: true })
})

describe('programs without types', () => {
  const schema: Schema = { at: timestamp(), n: int64() }
  const untyped = source('untyped', { schema, eventTime: 'at', maxDelay: 0 })

  test('get all issues of wrong names at once', () => {
    const wrong = pipeline('wrong', untyped).output(events =>
      events
        .where(event => (event as never as { nothing: { gt(other: number): never } }).nothing.gt(1))
        .select('missing')
        .into(stream('wrong')),
    )
    expect(() => wrong.definition).toThrow(InvalidPipelineError)
    expect(() => wrong.definition).toThrow(
      /steps\[0\]\.condition\.arguments\[0\].*"nothing"; allowed: at, n[\s\S]*steps\[1\]\.fields\[0\]\.expression.*"missing"/,
    )
  })
})

describe('reference data', () => {
  const schema = {
    id: int64(),
    since: optional(date()),
    price: decimal(6, 2),
    at: optional(timestamp()),
    tags: list(string()),
    place: optional(record({ lat: int64() })),
  }

  test('is read in the representation of its types', () => {
    const rows = [{ id: '9007199254740993', since: '1970-01-03', price: 1.5, at: '1970-01-01T00:00:01Z', tags: ['a'], place: null }]
    expect(reference('r', { schema, rows }).definition.rows).toEqual([[9007199254740993n, 2, 150, 1000, ['a'], null]])
  })

  test('says everything that is wrong', () => {
    const rows = referenceFromJsonLines(
      '\uFEFF{"id":1.5,"price":"1.234","tags":["a"]}\n\n{"id":1,"since":"1970-02-30","price":1,"tags":"a"}\n',
    )
    expect(() => reference('r', { schema, rows })).toThrow(
      /rows\[0\]\.id[\s\S]*rows\[0\]\.price[\s\S]*rows\[1\]\.since[\s\S]*rows\[1\]\.tags/,
    )
    expect(() => referenceFromJsonLines('{}\n[]\n{')).toThrow(/line 2[\s\S]*line 3/)
  })
})
