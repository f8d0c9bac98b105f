import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'

const folder = join(__dirname, 'wrong')
const files = readdirSync(folder)
  .filter(name => name.endsWith('.ts'))
  .map(name => join(folder, name))
const right = join(__dirname, 'builder.ts')

const root = join(__dirname, '..', '..')
const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, root)
// Types of Node.js cost seconds, and definitions need none.
const program = ts.createProgram([right, ...files], { ...options, types: [], noUnusedLocals: false })

function diagnostics(file: string): ReadonlyMap<number, string> {
  const source = program.getSourceFile(file)
  if (source === undefined) throw new Error(`${file} was not compiled`)
  return new Map(
    program
      .getSemanticDiagnostics(source)
      .map(
        ({ start = 0, messageText }) =>
          [source.getLineAndCharacterOfPosition(start).line + 1, ts.flattenDiagnosticMessageText(messageText, '\n')] as const,
      )
      .toReversed(),
  )
}

test('right definitions compile', () => {
  expect([...diagnostics(right)]).toEqual([])
})

// `// expect: text … text` stands before the code whose error, the next one, contains these texts.
describe.each(files.map(file => [basename(file), file]))('%s', (_name, file) => {
  const found = [...diagnostics(file)].toSorted(([a], [b]) => a - b)
  const expected = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      const text = /\/\/ expect: (.*)/.exec(line)?.[1]
      return text === undefined ? [] : [{ line: i + 1, text }]
    })

  test.each(expected)('line $line: $text', ({ line, text }) => {
    const message = found.find(([at]) => at > line)?.[1] ?? 'it compiles'
    for (const part of text.split(' … ')) expect(message).toContain(part)
  })

  test('has one error for each expectation', () => {
    const places = found.map(([at]) => expected.findLast(({ line }) => line < at)?.line)
    expect(places).toEqual(expected.map(({ line }) => line))
  })
})
