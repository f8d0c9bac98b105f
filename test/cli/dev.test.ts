import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, streambed } from './streambed'

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'streambed-cli-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))

test('--once replays everything, prints a summary and ends', async () => {
  const outcome = await streambed([
    'dev',
    'examples/earthquakes/pipeline.ts',
    '--once',
    '--partitions',
    '2',
    '--directory',
    join(directory, 'once'),
  ])
  expect(outcome).toMatchObject({ code: 0, out: '' })
  expect(outcome.error).toMatch(/^output +rows +expected +late +version\nregion_days +\d+/m)
  expect(outcome.error).toContain('9,366 events, 0 dead letters')
  expect(outcome.error).toContain('nothing lost, nothing doubled')
})

test('the page takes the next free port and says so; Ctrl-C ends everything with exit code 0', async () => {
  const taken = createServer()
  await new Promise<void>(resolve => taken.listen(45_231, '127.0.0.1', resolve))
  const child = spawn(
    process.execPath,
    [
      ...['--import', require.resolve('tsx'), join(root, 'cli/main.ts'), 'dev', 'examples/earthquakes/pipeline.ts'],
      ...['--port', '45231', '--directory', join(directory, 'live')],
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let text = ''
  const printed = new Promise<string>(resolve => {
    child.stderr.on('data', chunk => {
      text += String(chunk)
      if (text.includes('Ctrl-C ends it')) resolve(text)
    })
  })
  const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  expect(await printed).toContain('port 45231 is in use, took the next free one')
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? ''
  expect(url).not.toContain('45231')
  expect(await (await fetch(url)).text()).toContain('<title>streambed</title>')
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  taken.close()
})
