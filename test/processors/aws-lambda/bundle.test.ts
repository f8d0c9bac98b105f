import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { postActivity } from '../../../examples/posts/pipeline'
import { int64, native, pipeline, source, table, timestamp } from '../../../pipeline'
import { bundle, bundleSync, type FunctionRole } from '../../../processors/aws-lambda'
import { FOR_LAMBDA, OF_PIPELINE, writeModules } from '../../../processors/aws-lambda/roles'
import { compiledText } from '../../../runtime'
import { byPage } from './support/pipelines'
import { VARIABLES } from './support/world'

/**
 * A cold start loads and reads all of it: minified bytes, at most 150,000 of each, and those of the archive, which differ a little by the version of zlib. What is there, and a
 * hundredth for what comes.
 */
const LIMITS: Readonly<Record<FunctionRole, readonly [number, number]>> = {
  process: [147_000, 49_500],
  merge: [102_000, 33_700],
  publish: [139_500, 43_800],
  tick: [15_500, 6_300],
}
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')

describe.each(Object.entries(LIMITS) as [FunctionRole, readonly [number, number]][])('the bundle of %s', (role, [limit, zippedLimit]) => {
  const { code, sourceMap } = bundleSync({ role, definition: postActivity })

  test('is small, and has what its role needs and no more', () => {
    expect(code.length).toBeLessThan(limit)
    expect(gzipSync(code).length).toBeLessThan(zippedLimit)
    const { sources }: { readonly sources: readonly string[] } = JSON.parse(text(sourceMap))
    expect(sources.some(source => source.includes('hyparquet'))).toBe(role === 'publish')
    expect(
      sources.filter(source => /pipeline\/(builder|diagram|describe|validate)|engines\/|-code\.ts|\/compile\.ts/.test(source)),
    ).toEqual([])
    expect(sources.filter(source => source.startsWith('/'))).toEqual([])
  })

  test('is a module with a handler', () => {
    const directory = mkdtempSync(join(tmpdir(), 'streambed-'))
    writeFileSync(join(directory, 'index.js'), code)
    const before = { ...process.env }
    Object.assign(process.env, VARIABLES)
    try {
      expect(typeof require(join(directory, 'index.js')).handler).toBe('function')
    } finally {
      process.env = before
      rmSync(directory, { recursive: true })
    }
  })
})

test('a bundle has the same bytes each time, also without waiting', async () => {
  const { code } = await bundle({ role: 'tick', definition: byPage })
  expect(Buffer.compare(bundleSync({ role: 'tick', definition: byPage }).code, code)).toBe(0)
})

test('the modules that the package is built with make bundles of the same size', () => {
  const folder = mkdtempSync(join(tmpdir(), 'streambed-'))
  writeModules(folder)
  writeFileSync(join(folder, 'package.json'), '{ "sideEffects": false }')
  const root = join(__dirname, '../../..')
  for (const [role, create] of Object.entries(OF_PIPELINE)) {
    const [built, source] = [folder, root].map(from => {
      const entry = { contents: `export { ${create} } from './processors/aws-lambda/roles/${role}'`, resolveDir: from }
      const { outputFiles } = buildSync({ ...FOR_LAMBDA, stdin: entry, packages: 'external', minify: true, write: false, format: 'cjs' })
      return outputFiles[0].contents.length
    })
    expect(Math.abs(built - source)).toBeLessThan(source / 1000)
  }
  rmSync(folder, { recursive: true })
})

describe('native expressions, whose functions no text can hold', () => {
  const definition = pipeline(
    'native',
    source('s', { schema: { at: timestamp('epoch-ms'), x: int64() }, eventTime: 'at', maxDelay: '1 second' }),
  ).output(events =>
    events
      .derive(row => ({ y: native({ name: 'twice', inputs: { x: row.x }, type: int64(), text: {}, evaluate: ({ x }) => Number(x) * 2 }) }))
      .into(table('t')),
  )

  test('are refused without the module that makes them', () => {
    expect(() => bundleSync({ role: 'process', definition })).toThrow(/native expressions \('twice'\).*give 'entry'/)
  })

  test('are bundled with it', () => {
    const entry = { path: join(__dirname, '../../../examples/posts/pipeline.ts'), export: 'postActivity' }
    const { code } = bundleSync({ role: 'process', definition, entry })
    expect(text(code)).toContain('site_sessions')
  })
})

test('what a definition is made of comes back from its source text', () => {
  const record: Record<string, unknown> = Object.create(null)
  Object.assign(record, { a: 1n << 70n, b: [-0, 1.5, 'ü"\u2028'], ['__proto__']: null, c: { d: new Uint8Array([0, 255]), e: true } })
  const back: unknown = new Function(`return ${compiledText(record).text}`)()
  expect(back).toEqual(record)
  expect(Object.getPrototypeOf(back)).toBeNull()
  expect(() => compiledText({ evaluate: () => 1 })).toThrow('functions of this package only')
  expect(() => compiledText(Symbol('s'))).toThrow('data and functions')
})
