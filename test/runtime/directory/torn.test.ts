import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DirectoryDeadLetters, DirectoryShuffleLog, DirectorySink, DirectoryStateStore } from '../../../runtime'
import { StateError } from '../../../windowing'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'streambed-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const files = () =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map(name => join(directory, name))
    .filter(path => statSync(path).isFile())
    .sort()
const latest = (index = -1) =>
  files()
    .filter(path => /\.(checkpoint|jsonl|messages)$/.test(path))
    .at(index) ?? ''

/** Cuts the latest file at every length, each time on a fresh copy of the directory's files. */
async function atEveryLength(work: (length: number) => Promise<void>): Promise<void> {
  const kept = new Map(files().map(path => [path, readFileSync(path)]))
  const torn = latest()
  const whole = readFileSync(torn)
  for (let length = 0; length < whole.length; length++) {
    for (const path of files()) if (!kept.has(path)) rmSync(path)
    for (const [path, bytes] of kept) writeFileSync(path, bytes)
    writeFileSync(torn, whole.subarray(0, length))
    await work(length)
  }
}

/** Flips a bit of each byte of the latest file. */
async function atEveryByte(work: () => Promise<void>): Promise<void> {
  const path = latest()
  const whole = readFileSync(path)
  for (let index = 0; index < whole.length; index++) {
    const damaged = Uint8Array.from(whole)
    damaged[index] ^= 0x10
    writeFileSync(path, damaged)
    await work()
  }
}

const change = (kind: 'append' | 'replace', ...values: number[]) => ({ kind, bytes: Uint8Array.from(values) })
const rows = (causes: readonly number[]) => ({
  partition: 'p',
  output: 'o',
  channel: 'rows' as const,
  rows: causes.map(cause => ({ cause, values: { cause } })),
  throughCause: causes[causes.length - 1],
})

describe('a checkpoint', () => {
  test.each(['append', 'replace'] as const)(
    'that was torn as it was committed (%s): the one before it, and the commit can be done again',
    async kind => {
      const store = new DirectoryStateStore(directory)
      await store.commit('p', 0, change('replace', 1))
      await store.commit('p', 1, change('append', 2))
      await store.commit('p', 2, change(kind, 3))
      await atEveryLength(async () => {
        const reopened = new DirectoryStateStore(directory)
        expect(await reopened.load('p')).toEqual({ version: 2, chunks: [Uint8Array.of(1), Uint8Array.of(2)] })
        expect(await reopened.commit('p', 2, change('append', 4))).toBe(true)
        expect((await new DirectoryStateStore(directory).load('p'))?.version).toBe(3)
      })
    },
  )

  test('that is the first and torn: none', async () => {
    await new DirectoryStateStore(directory).commit('p', 0, change('replace', 1))
    await atEveryLength(async () => {
      expect(await new DirectoryStateStore(directory).load('p')).toBeUndefined()
    })
  })

  test('that is damaged is refused', async () => {
    await new DirectoryStateStore(directory).commit('p', 0, change('replace', 1, 2, 3))
    await atEveryByte(async () => {
      // A header that claims more bytes can't be told from a torn file: then there is no checkpoint, never a wrong one.
      const loaded = await new DirectoryStateStore(directory).load('p').catch(error => error)
      expect(loaded === undefined || loaded instanceof StateError).toBe(true)
    })
  })

  test('whose earlier version is damaged or missing is refused', async () => {
    const store = new DirectoryStateStore(directory)
    await store.commit('p', 0, change('replace', 1))
    await store.commit('p', 1, change('append', 2))
    const first = latest(-2)
    const bytes = readFileSync(first)
    writeFileSync(first, bytes.subarray(0, 10))
    await expect(new DirectoryStateStore(directory).load('p')).rejects.toThrow(StateError)
    rmSync(first)
    await expect(new DirectoryStateStore(directory).load('p')).rejects.toThrow(/versions before 2 are missing/)
  })

  test('survives leftovers of writers that crashed', async () => {
    const store = new DirectoryStateStore(directory)
    await store.commit('p', 0, change('replace', 1))
    const folder = latest().slice(0, -'0000000000000001.checkpoint'.length)
    for (const name of ['tmp-1-0', 'tmp-2-0', 'tmp-2-1']) writeFileSync(join(folder, name), 'half')
    expect(await new DirectoryStateStore(directory).commit('p', 1, change('append', 2))).toBe(true)
    expect((await new DirectoryStateStore(directory).load('p'))?.version).toBe(2)
    expect(files().filter(path => path.includes('tmp-'))).toEqual([])
  })

  test('leaves no more than the last versions on disk', async () => {
    const store = new DirectoryStateStore(directory)
    for (let version = 0; version < 200; version++)
      await store.commit('p', version, change(version % 10 === 0 ? 'replace' : 'append', version))
    expect(files().length).toBeLessThan(90)
  })
})

describe('torn rows, letters and messages', () => {
  test('rows: the write before it stays, and the write can be done again', async () => {
    await new DirectorySink(directory).write(rows([1, 2]))
    await new DirectorySink(directory).write(rows([4, 5]))
    await atEveryLength(async () => {
      const sink = new DirectorySink(directory)
      await sink.write(rows([2, 4, 5, 6]))
      expect((await new DirectorySink(directory).lines('p', 'o')).map(line => JSON.parse(line).cause)).toEqual([1, 2, 4, 5, 6])
    })
  })

  test('rows that are damaged are refused', async () => {
    await new DirectorySink(directory).write(rows([1, 2]))
    await atEveryByte(async () => {
      const lines = await new DirectorySink(directory).lines('p', 'o').catch(error => error)
      expect(lines instanceof StateError || lines.length === 0).toBe(true)
    })
  })

  test('dead letters', async () => {
    const error = { code: 'malformed' as const, path: '', message: 'x' }
    const letter = { cause: 1, output: null, error, position: 1, arrivalTime: 1, record: Uint8Array.of(1) }
    await new DirectoryDeadLetters(directory).write({ partition: 'p', letters: [letter], throughCause: 1 })
    await atEveryLength(async () => {
      const deadLetters = new DirectoryDeadLetters(directory)
      await deadLetters.write({ partition: 'p', letters: [letter], throughCause: 1 })
      expect(await deadLetters.letters('p')).toEqual([letter])
    })
  })

  test('messages', async () => {
    const message = { output: 'o', partition: 0, producer: 0, bytes: Uint8Array.of(1, 2, 3) }
    await new DirectoryShuffleLog(directory, 1).append([message])
    await atEveryLength(async () => {
      const log = new DirectoryShuffleLog(directory, 1)
      expect((await log.read('o', 0, null)).length).toBe(0)
      await log.append([message])
      expect((await log.read('o', 0, null)).length).toBe(1)
    })
  })
})
