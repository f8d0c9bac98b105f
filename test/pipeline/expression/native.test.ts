import {
  type Definition,
  fingerprint,
  InvalidPipelineError,
  int64,
  describe as inWords,
  literal,
  native,
  nativesOf,
  optional,
  parseText,
  pipeline,
  source,
  stream,
  string,
  timestamp,
  toMermaid,
  toText,
} from '../../../pipeline'
import { MemoryDeadLetters, MemorySink, recordBatchFromLines, runBounded } from '../../../runtime'
import { measured } from '../../types/builder'

const events = source('events', {
  schema: { at: timestamp('epoch-ms'), id: int64(), name: optional(string()) },
  eventTime: 'at',
  maxDelay: 0,
})

const given = {
  name: 'initial',
  text: { duckdb: 'left({name}, 1)' } as Readonly<Record<string, string>>,
  evaluate: ({ name }: { readonly name: string }): string => (name === 'throw' ? fail() : name.slice(0, 1)),
}
const fail = (): never => {
  throw new Error('asked to')
}
const made = (changes: Partial<typeof given> = {}): Definition =>
  pipeline('p', events).output(all =>
    all
      .select(e => ({ id: e.id, initial: native({ type: string(), inputs: { name: e.name }, ...given, ...changes }) }))
      .into(stream('rows')),
  ).definition

test('the stable text form has all but the function, and comes back', () => {
  const { definition } = measured
  const read = parseText(toText(definition))
  expect(nativesOf(definition).map(({ native: { name }, path }) => `${name} ${path}`)).toEqual([
    'log2 outputs[0].steps[0].fields[1].expression',
    'reversed outputs[0].steps[0].fields[2].expression',
    'known outputs[0].steps[0].fields[3].expression',
  ])
  expect(nativesOf(read)[0].native).toEqual({ ...nativesOf(definition)[0].native, evaluate: undefined })
  expect(read.outputs[0].columns).toEqual(definition.outputs[0].columns)
  expect(toText(read)).toBe(toText(definition))
  expect(fingerprint(read)).toBe(fingerprint(definition))
})

test('name and texts make the fingerprint, since functions have none', () => {
  const base = fingerprint(made())
  expect(fingerprint(made({ evaluate: () => 'x' }))).toBe(base)
  expect(fingerprint(made({ name: 'first_letter' }))).not.toBe(base)
  expect(fingerprint(made({ text: { duckdb: 'left({name}, 2)' } }))).not.toBe(base)
})

test('words and diagrams name it', () => {
  expect(inWords(made())).toContain('has 1 field as before and initial = native initial(name)')
  expect(toMermaid(made())).toContain('native initial(name)')
})

test('a null input gives null, and makes the result optional', () => {
  expect(made().outputs[0].columns.map(({ optional: isOptional }) => isOptional)).toEqual([false, true])
})

test('names, places and texts are checked, all at once', () => {
  const wrong = pipeline('p', events).output(all =>
    all
      .select(e => ({
        x: native({
          name: 'a b',
          type: int64(),
          inputs: { 'in put': e.id, id: literal(1) },
          text: { 'flink sql': '1', duckdb: '{idd} + {id}', 'flink-sql': 'a\nb', spark: '' },
        }),
        y: native({ name: 'nothing', type: int64(), inputs: {}, text: {} }),
      }))
      .into(stream('rows')),
  )
  expect(() => wrong.definition).toThrowErrorMatchingInlineSnapshot(`
"the pipeline p is invalid: 
- outputs[0].steps[0].fields[0].expression.name: a field can not have this name; got "a b"; allowed: letters, digits and _, not starting with a digit, at most 128, not __proto__. for the name on the wire use named(…)
- outputs[0].steps[0].fields[0].expression.inputs[0].name: a field can not have this name; got "in put"; allowed: letters, digits and _, not starting with a digit, at most 128, not __proto__. for the name on the wire use named(…)
- outputs[0].steps[0].fields[0].expression.text.flink sql: no name of an engine; got "flink sql"; allowed: lower case letters, digits and -
- outputs[0].steps[0].fields[0].expression.text.duckdb: {idd} is no input; allowed: {in put}, {id}
- outputs[0].steps[0].fields[0].expression.text.flink-sql: no text of an expression; got "a\\nb"; allowed: one line of 1 to 10000 characters
- outputs[0].steps[0].fields[0].expression.text.spark: no text of an expression; got ""; allowed: one line of 1 to 10000 characters
- outputs[0].steps[0].fields[1].expression.text: no engine can run it. give a text for an engine, or evaluate"
`)
})

test('a text form that says something else about nulls than its parts is refused', () => {
  const text = toText(made()).replace('"name": "initial",\n', '"name": "initial",\n"nullable": false,\n')
  expect(() => parseText(text)).toThrow(InvalidPipelineError)
})

const lines = ['{"at":1,"id":1,"name":"abc"}', '{"at":2,"id":2,"name":null}', '{"at":3,"id":3,"name":"throw"}']

async function run(definition: Definition) {
  const sink = new MemorySink()
  const deadLetters = new MemoryDeadLetters()
  const batch = recordBatchFromLines(Buffer.from(lines.map(line => `${line}\n`).join('')), 0)
  await runBounded({ definition, partitions: [[batch]], ports: { sink, deadLetters } })
  return {
    rows: sink.rows('0', 'rows').map(({ values }) => values),
    deadLetters: deadLetters.letters('0').map(({ error }) => error.message),
  }
}

test('our own runtime calls the function, and what it throws or gives wrongly is a dead letter', async () => {
  expect(await run(made())).toMatchInlineSnapshot(`
{
  "deadLetters": [
    "the native expression initial failed: asked to",
  ],
  "rows": [
    {
      "id": 1,
      "initial": "a",
    },
    {
      "id": 2,
      "initial": null,
    },
  ],
}
`)
  expect((await run(made({ evaluate: () => 5 as unknown as string }))).deadLetters).toMatchInlineSnapshot(`
[
  "the result of the native expression initial is not a text",
  "the result of the native expression initial is not a text",
]
`)
  expect((await run(made({ evaluate: () => null as unknown as string }))).deadLetters).toMatchInlineSnapshot(`
[
  "the native expression initial gave null, which its type isn't",
  "the native expression initial gave null, which its type isn't",
]
`)
})

test('without a function our own runtime refuses it, and says what to do', async () => {
  await expect(run(parseText(toText(made())))).rejects.toThrow(
    'our own runtime has no function for the native expression initial. give it as evaluate',
  )
})
