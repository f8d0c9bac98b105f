/** Does what a stranger does with the packed package: installs it into an empty folder, compiles and runs twenty lines against it, and synthesizes a deployment of them. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'streambed-package-'))
const windows = process.platform === 'win32'
const run = (command: string, commandArguments: readonly string[], cwd: string): string =>
  execFileSync(windows ? `${command}.cmd` : command, commandArguments, {
    cwd,
    encoding: 'utf8',
    shell: windows,
    stdio: ['ignore', 'pipe', 'inherit'],
  })

const program = `
import { avg, count, day, int64, pipeline, source, string, table, timestamp, tumbling, type RowOf } from 'streambed'
import { compile, findEngine } from 'streambed/engines'
import { createDecoder, createProgram } from 'streambed/runtime'
import { createWindowOperator } from 'streambed/windowing'

const posts = source('posts', {
  schema: { id: string(), at: timestamp('epoch-ms'), topic: string(), score: int64() },
  eventTime: 'at',
  partitionKey: 'id',
  maxDelay: '10 seconds',
})

export const activity = pipeline('activity', posts).output(events =>
  events
    .where(post => post.score.gte(0))
    .groupBy('topic')
    .window(tumbling('1 minute'))
    .aggregate({ posts: count(), mean: avg('score') })
    .into(table('activity', { partitionBy: [day('windowStart')] })),
)

const names: readonly string[] = activity.definition.outputs[0]!.columns.map(column => column.name)
const [script] = compile(findEngine('duckdb'), activity.definition).files
console.log(names.join(','), script!.path, typeof createDecoder, typeof createProgram, typeof createWindowOperator)
export type Row = RowOf<typeof activity>
`

/** Packages that only users of the cloud install: here the clone's own. */
const optional = ['@pulumi', 'aws-cdk-lib', 'constructs']

const deployment = `
const { App, Stack } = require('aws-cdk-lib')
const { KinesisLambdaLake } = require('streambed/cdk')
const { activity } = require('./out/program.js')
const app = new App()
new KinesisLambdaLake(new Stack(app, 'Stack'), 'Lake', { pipeline: activity, eventsPerSecond: 1000 })
const types = Object.values(app.synth().getStackByName('Stack').template.Resources).map(resource => resource.Type)
const { bundleSync } = require('streambed/aws-lambda')
const largest = Math.max(...['process', 'merge', 'publish', 'tick'].map(role => bundleSync({ role, definition: activity }).code.length))
console.log(types.filter(type => type === 'AWS::Lambda::Function').length, typeof require('streambed/pulumi/aws').KinesisLambdaLake, largest < 140_000 ? 'small' : largest)
`

try {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root)) as {
    filename: string
    unpackedSize: number
  }[]
  if (!packed) throw new Error('npm pack named no file')
  const archive = join(folder, packed.filename)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'stranger', private: true, version: '1.0.0' }))
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', archive], folder)
  writeFileSync(join(folder, 'program.ts'), program)
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  // The last one is what runs.
  for (const [module, moduleResolution] of [
    ['preserve', 'bundler'],
    ['nodenext', 'nodenext'],
  ]) {
    const compilerOptions = { strict: true, target: 'es2022', lib: ['es2022', 'dom'], types: [], module, moduleResolution, outDir: 'out' }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }))
    run(process.execPath, [compiler, '--project', 'tsconfig.json'], folder)
  }
  const printed = run(process.execPath, [join(folder, 'out/program.js')], folder).trim()
  const expected = 'windowStart,windowEnd,topic,posts,mean pipeline.sql function function function'
  if (printed !== expected) throw new Error(`the program printed ${JSON.stringify(printed)}, expected ${JSON.stringify(expected)}`)
  const help = run(process.execPath, [join(folder, 'node_modules/streambed/dist/cli/main.js'), '--help'], folder)
  if (!help.includes('streambed run')) throw new Error('the installed command printed no help')
  for (const name of optional) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction')
  writeFileSync(join(folder, 'deployment.js'), deployment)
  const deployed = run(process.execPath, ['deployment.js'], folder).trim().split('\n').at(-1)
  if (deployed !== '3 function small') throw new Error(`the deployment printed ${JSON.stringify(deployed)}, expected '3 function small'`)
  console.log(
    `packed ${Math.round(statSync(archive).size / 1024)} KiB, installed ${readdirSync(join(folder, 'node_modules')).length - optional.length} packages, compiled and ran`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
