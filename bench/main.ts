/**
 * Measures streambed against named peers on the same file: `npm run bench [-- --quick] [-- --events N]`.
 * Each peer is a process of its own; the figure is the CPU time (user + system) of the process on the whole file less that on its first
 * quarter, by event of the rest: what an event costs once the code is warm, as in a job that runs for days. What the start and the
 * warm-up cost more than that is printed beside it. Rounds are interleaved, ratios are taken within a round, medians are printed. Nothing
 * is asserted about time; that all peers gave the same totals is. Then the sizes and cold starts of AWS Lambda's bundles, and the cost of an event in one.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { buildSync } from 'esbuild'
import { generate, type Load } from './generate'
import { benchLambda } from './lambda'
import { median, type PeerResult } from './measure'

const PEERS = ['streambed', 'streambed-runtime', 'duckdb', 'json-map', 'rxjs'] as const
type Peer = (typeof PEERS)[number]

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, events: { type: 'string' }, rounds: { type: 'string' } },
})
const events = Number(values.events ?? (values.quick ? 800_000 : 2_000_000))
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3))
const folder = resolve(__dirname, '../.cache/bench')
mkdirSync(folder, { recursive: true })

function load(name: string, shape: Load): string {
  const file = join(folder, `${name}-${shape.events}.jsonl`)
  if (!existsSync(file)) {
    generate(`${file}.partial`, shape)
    renameSync(`${file}.partial`, file)
  }
  return file
}

/** The first lines of a file, as a file of its own. */
function firstLines(file: string, name: string, lines: number): string {
  const part = join(folder, `${name}-first-${lines}-of-${events}.jsonl`)
  if (existsSync(part)) return part
  const bytes = readFileSync(file)
  let end = 0
  for (let line = 0; line < lines; line++) end = bytes.indexOf(10, end) + 1
  writeFileSync(`${part}.partial`, bytes.subarray(0, end))
  renameSync(`${part}.partial`, part)
  return part
}

interface Measured {
  readonly cpuMs: number
  readonly result: PeerResult
}

const bundles = new Map<Peer, string>()

/** Each peer as one file of JavaScript, as a function's bundle would be. */
function bundled(peer: Peer): string {
  const known = bundles.get(peer)
  if (known) return known
  const outfile = join(folder, `${peer}.js`)
  buildSync({
    entryPoints: [resolve(__dirname, `peers/${peer}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['@duckdb/node-api'],
    logLevel: 'error',
  })
  bundles.set(peer, outfile)
  return outfile
}

function measure(peer: Peer, file: string): Measured {
  // The child writes its own CPU time at exit, so that neither start-up nor garbage collection threads are left out.
  const child = spawnSync(process.execPath, ['--import', pathToFileURL(resolve(__dirname, 'cpu.mjs')).href, bundled(peer), file], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (child.status !== 0) throw new Error(`${peer} failed: ${child.stderr}`)
  const cpu = /cpu-ms ([\d.]+)/.exec(child.stderr)
  if (!cpu) throw new Error(`${peer} gave no CPU time: ${child.stderr}`)
  return { cpuMs: Number(cpu[1]), result: JSON.parse(child.stdout) as PeerResult }
}

let different = 0
for (const [name, shape] of [
  ['1k-keys', { events, keys: 1_000, minutes: 60 }],
  ['100k-keys', { events, keys: 100_000, minutes: 10 }],
] as const) {
  const file = load(name, shape)
  const warmUpEvents = Math.floor(events / 4)
  const warmUpFile = firstLines(file, name, warmUpEvents)
  const cost = new Map<Peer, number[]>(PEERS.map(peer => [peer, []]))
  const warmUp = new Map<Peer, number[]>(PEERS.map(peer => [peer, []]))
  const results = new Map<Peer, PeerResult>()
  for (let round = 0; round < rounds; round++) {
    for (const peer of PEERS) {
      // RxJS keeps a subscription for each open (key, window): with 100,000 keys every boundary visits all of them.
      if (peer === 'rxjs' && name === '100k-keys') continue
      const base = measure(peer, warmUpFile)
      const measured = measure(peer, file)
      results.set(peer, measured.result)
      const msPerEvent = (measured.cpuMs - base.cpuMs) / (events - warmUpEvents)
      cost.get(peer)?.push(msPerEvent * 1e6)
      warmUp.get(peer)?.push(base.cpuMs - msPerEvent * warmUpEvents)
    }
  }
  const reference = cost.get('duckdb') ?? []
  process.stdout.write(`\n${name}: ${events} events, tumbling 1 min, count, sum, avg; ${rounds} rounds\n`)
  process.stdout.write('peer                 ns/event   events/s per core   x DuckDB (1 thread)   start and warm-up ms\n')
  const expected = results.get('duckdb')
  for (const peer of PEERS) {
    const own = cost.get(peer) ?? []
    const result = results.get(peer)
    if (own.length === 0 || !result) continue
    const nanoseconds = median(own)
    const ratio = median(own.map((value, round) => reference[round] / value))
    const notes = Object.entries(result.notes ?? {}).map(([note, value]) => `${note} ${Math.round(value * 10) / 10}`)
    process.stdout.write(
      `${peer.padEnd(20)} ${nanoseconds.toFixed(0).padStart(8)} ${Math.round(1e9 / nanoseconds)
        .toLocaleString('en')
        .padStart(19)} ${ratio.toFixed(2).padStart(21)} ${median(warmUp.get(peer) ?? [])
        .toFixed(0)
        .padStart(22)}   ${notes.join(', ')}\n`,
    )
    const same = expected && result.rows === expected.rows && result.count === expected.count && result.sum === expected.sum
    if (!same) {
      different++
      process.stdout.write(`  DIFFERENT totals: ${JSON.stringify(result)}, DuckDB ${JSON.stringify(expected)}\n`)
    }
  }
}
benchLambda(folder, load('lambda-1k-keys', { events: 200_000, keys: 1_000, minutes: 60 }), rounds)

process.stdout.write(`\n${different === 0 ? 'all peers gave the same totals' : `${different} peers gave other totals`}\n`)
process.exitCode = different === 0 ? 0 : 1
