/** `npm run generate`: writes what is generated from the compilers, and removes what isn't any more. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EXAMPLES, generatedFiles, ROOT } from './files'

async function main(): Promise<void> {
  const files = await generatedFiles()
  for (const example of EXAMPLES) rmSync(join(ROOT, 'examples', example, 'compiled'), { recursive: true, force: true })
  for (const { path, text } of files) {
    const file = join(ROOT, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  process.stdout.write(`${files.length} files written\n`)
}

void main()
