import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProcess, startProcess } from '../../conformance/process'

const folder = mkdtempSync(join(tmpdir(), 'conformance-process-'))
const logFile = join(folder, 'process.log')
const node = (script: string) => ({ command: process.execPath, arguments: ['-e', script], folder, logFile })

afterAll(() => rmSync(folder, { recursive: true }))

test('gives the lines of the output, and logs errors, too', async () => {
  const script = 'process.stdin.on("data", text => { console.log("got " + text); console.error("oops") })'
  expect(await runProcess({ ...node(script), input: 'this', timeoutMs: 20_000 })).toEqual(['got this'])
  expect(readFileSync(logFile, 'utf8')).toContain('oops')
})

test('a failure says what ran, how it ended, where its log is and what it printed', async () => {
  await expect(runProcess({ ...node('console.error("no luck"); process.exit(3)'), timeoutMs: 20_000 })).rejects.toThrow(
    /process\.exit\(3\) failed \(exit code 3\); its log is .*process\.log\nno luck/,
  )
  const missing = { command: 'no-such-program', arguments: [], folder, logFile, timeoutMs: 20_000 }
  await expect(runProcess(missing)).rejects.toThrow('ENOENT')
})

test('ends what takes too long, with its children', async () => {
  const script = `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    console.log(child.pid); setInterval(() => {}, 1000)`
  const started = startProcess(node(script))
  const pid = Number(await started.waitFor(/^\d+$/, 20_000))
  await expect(started.waitFor(/never/, 50)).rejects.toThrow('did not print /never/ within 50 ms')
  await started.stop()
  await gone(pid)
  await expect(started.waitFor(/never/, 20_000)).rejects.toThrow('ended (SIGTERM)')
})

test('a process that is over can be stopped again', async () => {
  const started = startProcess(node('console.log("done")'))
  expect(await started.exit).toEqual({ code: 0, how: 'exit code 0' })
  await started.stop()
})

/** Waits until nobody has the process id, or what has it is only waiting to be collected. */
async function gone(pid: number): Promise<void> {
  const state = () => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]
    } catch {
      return undefined
    }
  }
  while (![undefined, 'Z'].includes(state())) await new Promise(resolve => setTimeout(resolve, 10))
}
