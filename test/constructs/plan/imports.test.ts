import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve(__dirname, '../../../constructs/plan')

test('a plan loads no package and no tool: it is there in a second, without credentials', () => {
  const imports = readdirSync(folder)
    .filter(name => name.endsWith('.ts'))
    .flatMap(name => [...readFileSync(join(folder, name), 'utf8').matchAll(/ from '([^']+)'/g)].map(match => match[1]))
  expect(imports.filter(path => !/^(\.\/|\.\.\/\.\.\/(pipeline|runtime|engines)$)/.test(path))).toEqual([])
})
