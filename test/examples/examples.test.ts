import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { earthquakeRegions } from '../../examples/earthquakes/pipeline'
import { serverMetrics } from '../../examples/metrics/pipeline'
import { postActivity } from '../../examples/posts/pipeline'
import { wikipediaEdits } from '../../examples/wikipedia/pipeline'
import { partitionedFile } from '../../local'
import type { Definition } from '../../pipeline'
import { MemoryDeadLetters, rowToJson, runBounded, type SinkBatch } from '../../runtime'

/** Outputs with more rows are compared by their number and hash. */
const mostRows = 2000
/** Writes what was got instead of comparing it: `STREAMBED_WRITE_EXPECTED=1 npx jest test/examples`, then look at the difference. */
const write = process.env['STREAMBED_WRITE_EXPECTED'] === '1'

const examples: readonly (readonly [string, Definition])[] = [
  ['posts', postActivity.definition],
  ['wikipedia', wikipediaEdits.definition],
  ['earthquakes', earthquakeRegions.definition],
  ['metrics', serverMetrics.definition],
]

describe.each(examples)('%s', (name, definition) => {
  const directory = join(__dirname, '../../examples', name)

  test('gives the expected rows', async () => {
    const lines = await linesOf(directory, definition)
    for (const [output, rows] of lines) compare(join(directory, 'expected'), output, rows)
    expect(readdirSync(join(directory, 'expected')).length).toBe(definition.outputs.length)
  })

  test('says where its events come from and on which terms', () => {
    const text = readFileSync(join(directory, 'data/README.md'), 'utf8')
    expect(text).toMatch(/^- Source: /m)
    expect(text).toMatch(/^- Terms: /m)
  })
})

async function linesOf(directory: string, definition: Definition): Promise<ReadonlyMap<string, readonly string[]>> {
  const lines = new Map(definition.outputs.map(output => [output.name, [] as string[]]))
  const columns = new Map(definition.outputs.map(output => [output.name, output.columns]))
  const [file] = readdirSync(join(directory, 'data')).filter(entry => entry.endsWith('.jsonl.gz'))
  const sink = {
    write: async ({ output, channel, rows }: SinkBatch) => {
      if (channel === 'late') return
      for (const row of rows) lines.get(output)?.push(rowToJson(row.values, columns.get(output) ?? []))
    },
  }
  await runBounded({
    definition,
    partitions: partitionedFile(join(directory, 'data', file), definition.source, 1, 4096),
    ports: { sink, deadLetters: new MemoryDeadLetters() },
  })
  return lines
}

function compare(directory: string, output: string, rows: readonly string[]): void {
  const whole = rows.length <= mostRows
  const path = join(directory, `${output}.${whole ? 'jsonl' : 'json'}`)
  const text = rows.map(row => `${row}\n`).join('')
  const sha256 = createHash('sha256').update(text).digest('hex')
  const stored = whole ? text : `${JSON.stringify({ rows: rows.length, sha256 }, null, 2)}\n`
  if (write) {
    if (!existsSync(directory)) mkdirSync(directory)
    writeFileSync(path, stored)
  }
  expect(stored).toBe(readFileSync(path, 'utf8'))
}
