import { checkEngine, compile, ENGINES, type Engine, findEngine } from '../../engines'
import { boolean, double, int64, native, optional, pipeline, source, stream, string, timestamp } from '../../pipeline'

const events = source('events', {
  schema: { at: timestamp('epoch-ms'), id: int64(), score: int64(), ratio: optional(double()), name: string() },
  eventTime: 'at',
  maxDelay: '1 minute',
})

const text = (written: string, without = ''): Readonly<Record<string, string>> =>
  Object.fromEntries(ENGINES.filter(({ name }) => name !== without).map(({ name }) => [name, written]))

const { definition } = pipeline('scores', events).output(all =>
  all
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what looks like a parameter in the author's text is none
    .where(e => native({ name: 'seen', type: boolean(), inputs: { name: e.name }, text: text("seen({name}, '${ x }')") }))
    .select(e => ({
      id: e.id,
      level: native({ name: 'level', type: optional(int64()), inputs: { score: e.score.plus(1) }, text: text('{score} op { 2 }') }).plus(1),
      ratio: native({ name: 'half', type: optional(double()), inputs: { ratio: e.ratio }, text: text('half({ratio})') }),
    }))
    .into(stream('rows')),
)

/** The lines that hold the texts: the rest is held by the engines' own tests. */
const linesOf = (engine: Engine) =>
  compile(engine, definition)
    .files.flatMap(file => file.text.split('\n'))
    .filter(line => /seen\(|op \{|half\(/.test(line))
    .map(line => line.trim())

// RisingWave takes windows alone; its SQL is that of the others.
test.each(ENGINES.filter(({ name }) => name !== 'risingwave').map(engine => [engine.name, engine] as const))(
  '%s gets the text with its inputs in their places',
  (_name, engine) => {
    expect(linesOf(engine)).toMatchSnapshot()
  },
)

test('an engine without a text refuses it, and says for which there is one', () => {
  const some = pipeline('scores', events).output(all =>
    all
      .select(e => ({ n: native({ name: 'n', type: int64(), inputs: { id: e.id }, text: { duckdb: '{id}', spark: '{id}' } }) }))
      .into(stream('rows')),
  )
  expect(checkEngine(findEngine('duckdb'), some.definition)).toEqual([])
  expect(checkEngine(findEngine('flink-sql'), some.definition)).toEqual([
    {
      feature: 'native',
      path: 'outputs[0].steps[0].fields[0].expression',
      kind: 'not-written',
      reason: 'the native expression n has text for duckdb, spark',
      hint: "add text: { 'flink-sql': … }",
    },
  ])
})
