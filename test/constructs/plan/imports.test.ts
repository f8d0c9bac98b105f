import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve(__dirname, '../../../constructs/plan')

const withoutTypes = (file: string) => readFileSync(file, 'utf8').replaceAll(/^import type [^']*'[^']*'$/gm, '')

/** Not the indexes of engines and runtime, which load all of them. */
const ALLOWED = /^(\.\/|\.\.\/\.\.\/(pipeline|runtime\/processor\/needs-merge|engines\/(compile|errors|flink-sql))$)/

test('a plan loads no package and no tool, and of engines and runtime what it asks alone: it is there in a second, without credentials', () => {
  const imports = readdirSync(folder)
    .filter(name => name.endsWith('.ts'))
    .flatMap(name => [...withoutTypes(join(folder, name)).matchAll(/ from '([^']+)'/g)].map(match => match[1]))
  expect(imports.filter(path => !ALLOWED.test(path))).toEqual([])
})
