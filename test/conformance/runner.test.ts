import { rmSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { CaseResult } from '../../conformance/case'
import type { DeclaredDifference, Driver } from '../../conformance/driver'
import { runConformance } from '../../conformance/runner/conformance'
import { type Options, optionsOf, UsageError } from '../../conformance/runner/options'
import type { CaseOutcome } from '../../conformance/runner/outcome'
import { type DriverRun, runDriver } from '../../conformance/runner/run-driver'
import { casesOf, fakeDriver, folder, recordingConsole, withoutLastRow } from './support'

const cases = casesOf('group')

afterAll(() => rmSync(folder, { recursive: true }))

async function outcomesOf(driver: Driver, more: Partial<DriverRun> = {}): Promise<Readonly<Record<string, CaseOutcome['outcome']>>> {
  const found: Record<string, CaseOutcome['outcome']> = {}
  for await (const { case: testCase, outcome } of runDriver({ driver, cases, folder, progress: () => {}, alone: false, ...more }))
    found[testCase.name] = outcome
  return found
}

async function run(drivers: readonly Driver[], options: readonly string[] = []): Promise<{ code: number; lines: readonly string[] }> {
  const console = recordingConsole()
  const code = await runConformance({ drivers, cases, cache: folder, console }, optionsOf(options))
  return { code, lines: console.lines.join('\n').split('\n') }
}

describe('cases on a driver', () => {
  test('of one source and log are one job, and its results are theirs again', async () => {
    const driver = fakeDriver('fake')
    expect(await outcomesOf(driver)).toEqual(Object.fromEntries(cases.map(({ name }) => [name, { kind: 'equal' }])))
    expect(driver.cases).toEqual([['group/rows+1', 'group/other']])
  })

  test('run alone where that is asked for, or the engine refuses several outputs', async () => {
    const alone = fakeDriver('fake')
    await outcomesOf(alone, { alone: true })
    expect(alone.cases).toEqual([cases.map(({ name }) => name)])
    const single = fakeDriver('fake')
    const issue = { feature: 'guarantees.severalOutputs', path: 'outputs', kind: 'never', reason: 'one output a job' } as const
    await outcomesOf(single, { refusals: ({ outputs }) => (outputs.length > 1 ? [issue] : []) })
    expect(single.cases).toEqual([cases.map(({ name }) => name)])
  })

  test('that fail together are run again alone, so that one does not hide the others', async () => {
    const driver = fakeDriver('fake', (result, { name }) =>
      name === 'group/rows' || name.includes('+') ? { kind: 'failed', case: result.case, message: 'no', log: 'a.log' } : result,
    )
    expect(await outcomesOf(driver)).toEqual({
      'group/rows': { kind: 'failed', details: ['no', 'its log is a.log'] },
      'group/windows': { kind: 'equal' },
      'group/other': { kind: 'equal' },
    })
    expect(driver.cases).toEqual([
      ['group/rows+1', 'group/other'],
      ['group/rows', 'group/windows'],
    ])
  })

  test('get another chance when the engine broke down', async () => {
    let broken = false
    const driver = fakeDriver('fake', result => {
      if (broken) return result
      broken = true
      throw new Error('out of memory')
    })
    expect(await outcomesOf(driver)).toMatchObject({ 'group/rows': { kind: 'equal' }, 'group/other': { kind: 'equal' } })
  })

  test('differ where a row is missing, with the row', async () => {
    const outcomes = await outcomesOf(fakeDriver('fake', result => withoutLastRow(result, name => name.includes('c1'))))
    expect(outcomes['group/rows']).toEqual({ kind: 'equal' })
    expect(outcomes['group/windows']).toMatchObject({
      kind: 'different',
      details: expect.arrayContaining([expect.stringContaining('missing row')]),
    })
  })

  test('are refused by the compiler, with its reasons, or left out by the driver', async () => {
    const issue = { feature: 'windows.tumbling', path: 'outputs[0]', kind: 'never', reason: 'no windows' } as const
    const driver: Driver = { ...fakeDriver('fake'), leavesOut: ({ name }) => (name === 'group/other' ? 'too long' : undefined) }
    const outcomes = await outcomesOf(driver, { refusals: ({ outputs }) => (outputs[0].windowed === null ? [] : [issue]) })
    expect(outcomes['group/windows']).toEqual({ kind: 'refused', issues: [issue] })
    expect(outcomes['group/other']).toEqual({ kind: 'left-out', reason: 'too long' })
  })

  test('fail where the driver gives nothing, throws, or can not install', async () => {
    const silent = await outcomesOf(fakeDriver('fake', () => undefined))
    expect(silent['group/rows']).toEqual({ kind: 'failed', details: ['fake gave no result for it'] })
    const throwing = fakeDriver('fake', () => {
      throw new Error('broken pipe')
    })
    expect(await outcomesOf(throwing)).toMatchObject({ 'group/other': { kind: 'failed', details: ['broken pipe'] } })
    const hanging: Driver = {
      ...fakeDriver('fake'),
      async *run() {
        await new Promise(() => {})
      },
    }
    expect(await outcomesOf(hanging, { silenceMs: 20 })).toMatchObject({
      'group/rows': { kind: 'failed', details: ['no result and no progress for 20 ms'] },
    })
    const absent: Driver = {
      ...fakeDriver('fake'),
      install: async () => {
        throw new Error('no network\nits log is x.log')
      },
    }
    expect(await outcomesOf(absent)).toMatchObject({ 'group/rows': { kind: 'failed', details: ['no network', 'its log is x.log'] } })
    const unknown: Driver = { ...fakeDriver('fake'), engine: { name: 'no-such-engine', variant: 'x' } }
    expect(await outcomesOf(unknown)).toMatchObject({
      'group/rows': { kind: 'failed', details: [expect.stringContaining("no engine 'no-such-engine'")] },
    })
  })
})

describe('declared differences', () => {
  const late: DeclaredDifference = { cases: 'group/*', conditions: ['late'], reason: 'it has its own lateness' }
  const differing = (result: CaseResult) => withoutLastRow(result, name => name.includes('c1'))

  test('are no failures', async () => {
    const { code, lines } = await run([fakeDriver('fake', differing, [late])])
    expect(code).toBe(0)
    expect(lines).toContain('fake: one case different as declared: it has its own lateness')
    expect(lines.at(-1)).toBe('3 passed, 0 failed')
  })

  test('fail the run when they do not differ any more, or are of no case', async () => {
    const none: DeclaredDifference = { cases: 'gone/*', reason: 'it was so' }
    const { code, lines } = await run([fakeDriver('fake', undefined, [late, none])])
    expect(code).toBe(1)
    expect(lines).toContain("fake: the declared difference of 'group/*' (late) doesn't differ any more: it has its own lateness")
    expect(lines).toContain("fake: the declared difference of 'gone/*' is of no case")
    expect(lines.at(-1)).toBe('3 passed, 2 failed')
  })

  test('are not judged by a part of their cases', async () => {
    const all: DeclaredDifference = { cases: '*', reason: 'it is another engine' }
    expect((await run([fakeDriver('fake', undefined, [all])], ['--case', '*/rows'])).code).toBe(0)
  })
})

describe('the run', () => {
  test('prints a table of engines and groups of cases, differences, and a summary', async () => {
    const { code, lines } = await run([
      fakeDriver('good'),
      fakeDriver('bad', (result, { name }) => (name === 'group/other' ? withoutLastRow(result) : result)),
    ])
    expect(code).toBe(1)
    expect(lines).toEqual(
      expect.arrayContaining(['cases  good  bad', 'group  3     2 ✗1', 'all    3     2 ✗1', 'bad: group/other is DIFFERENT']),
    )
    expect(lines.at(-1)).toBe('5 passed, 1 failed')
  })

  test('takes engines and cases by patterns, and lists them', async () => {
    const drivers = [fakeDriver('flink-sql'), fakeDriver('duckdb')]
    expect((await run(drivers, ['--engine', 'flink*', '--case', '*/other'])).lines.at(-1)).toBe('1 passed, 0 failed')
    expect((await run(drivers, ['--list', '--engine', 'duckdb'])).lines).toEqual([
      'engine duckdb: a fake',
      'case group/rows',
      'case group/windows (late)',
      'case group/other',
    ])
    await expect(run(drivers, ['--engine', 'flunk'])).rejects.toThrow(UsageError)
  })

  test('runs as many engines at once as it is told, and reports them in their order', async () => {
    let started = 0
    const together = (name: string): Driver => ({
      ...fakeDriver(name),
      install: async () => {
        started++
        while (started < 2) await setImmediate()
      },
    })
    const { lines } = await run([together('one'), together('two')], ['--jobs', '2'])
    expect(lines).toContain('cases  one  two')
    expect(lines.at(-1)).toBe('6 passed, 0 failed')
  })

  test('tells every outcome where that is asked for', async () => {
    expect((await run([fakeDriver('fake')], ['--verbose'])).lines).toContain('fake  group/rows  equal')
  })

  test.each<[readonly string[], string]>([
    [['--generated', 'many'], "--generated got 'many'"],
    [['--seed', '-1'], 'argument is ambiguous'],
    [['--unknown'], "Unknown option '--unknown'"],
  ])('refuses %j', (commandLine, message) => {
    expect(() => optionsOf(commandLine)).toThrow(message)
  })

  test('has defaults', () => {
    const expected: Options = {
      engines: [],
      cases: [],
      generated: 0,
      seed: 1,
      jobs: 1,
      alone: false,
      list: false,
      verbose: false,
      help: false,
    }
    expect(optionsOf([])).toEqual(expected)
  })
})
