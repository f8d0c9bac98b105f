import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXAMPLES, generatedFiles, ROOT } from './files'

test('what is generated is as committed: run npm run generate, and read what changed', async () => {
  const files = await generatedFiles()
  const different = files.filter(
    ({ path, text }) => !existsSync(join(ROOT, path)) || readFileSync(join(ROOT, path), 'utf8').replaceAll('\r\n', '\n') !== text,
  )
  expect(different.map(({ path }) => path)).toEqual([])
})

test('nothing is left of what is not generated any more', async () => {
  const paths = new Set((await generatedFiles()).map(({ path }) => path))
  const found = EXAMPLES.flatMap(example => {
    const folder = join('examples', example, 'compiled')
    if (!existsSync(join(ROOT, folder))) return []
    return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry =>
        join(entry.parentPath, entry.name)
          .slice(ROOT.length + 1)
          .replaceAll('\\', '/'),
      )
  })
  expect(found.filter(path => !paths.has(path))).toEqual([])
})
