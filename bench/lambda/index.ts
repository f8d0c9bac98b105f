import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { postActivity } from '../../examples/posts/pipeline'
import { bundleSync } from '../../processors/aws-lambda/bundle'
import { median } from '../measure'
import { VARIABLES } from './variables'

const ROLES = ['process', 'merge', 'publish', 'tick'] as const
const STARTS = 15
const EMPTY = 'exports.handler = async () => {}\n'

interface Start {
  readonly wallMs: number
  readonly cpuMs: number
}

/** Sizes and cold starts of the posts example's functions, above those of an empty handler; and what an event of `file` costs in a warm one. */
export function benchLambda(folder: string, file: string, rounds: number): void {
  const empty = bundleIn(folder, 'empty', Buffer.from(EMPTY))
  const starts = STARTS * rounds
  process.stdout.write(
    `\nAWS Lambda: bundles of examples/posts without AWS's SDK; loading, above an empty handler, median of ${starts} processes\n`,
  )
  process.stdout.write('function             KB   gzip KB   load ms   CPU ms\n')
  for (const role of ROLES) {
    const { code } = bundleSync({ role, definition: postActivity.definition })
    const file = bundleIn(folder, role, code)
    // In turns, so that both meet the same load of the machine.
    const pairs = Array.from({ length: starts }, () => [start(empty), start(file)] as const)
    const above = (of: (start: Start) => number) => median(pairs.map(([base, own]) => of(own) - of(base))).toFixed(1)
    const kilobytes = [code.length, gzipSync(code).length].map(bytes => (bytes / 1000).toFixed(1))
    process.stdout.write(
      `${role.padEnd(14)} ${kilobytes[0].padStart(8)} ${kilobytes[1].padStart(9)} ${above(({ wallMs }) => wallMs).padStart(9)} ${above(({ cpuMs }) => cpuMs).padStart(8)}\n`,
    )
  }
  const costs = Array.from({ length: rounds }, () => shardCost(folder, file))
  const nanoseconds = median(costs)
  process.stdout.write(
    `one shard, warm, batches of 1,000, storage in memory: ${nanoseconds.toFixed(0)} ns of CPU an event, ${Math.round(1e9 / nanoseconds).toLocaleString('en')} events/s per core\n`,
  )
}

function bundleIn(folder: string, name: string, code: Uint8Array): string {
  const place = join(folder, 'lambda', name)
  mkdirSync(place, { recursive: true })
  const file = join(place, 'index.js')
  writeFileSync(file, code)
  return file
}

function start(file: string): Start {
  return JSON.parse(run([resolve(__dirname, 'start.cjs'), file]))
}

function shardCost(folder: string, file: string): number {
  const outfile = join(folder, 'lambda', 'shard.js')
  buildSync({
    entryPoints: [resolve(__dirname, 'shard.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['@aws-sdk/*', 'esbuild'],
    logLevel: 'error',
  })
  const { nsPerEvent }: { readonly nsPerEvent: number } = JSON.parse(run([outfile, file]))
  return nsPerEvent
}

function run(given: readonly string[]): string {
  const child = spawnSync(process.execPath, given, { encoding: 'utf8', env: { ...process.env, ...VARIABLES }, maxBuffer: 1 << 26 })
  if (child.status !== 0) throw new Error(`node ${given.join(' ')} failed: ${child.stderr}`)
  return child.stdout
}
