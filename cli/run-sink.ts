import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DeltaSink } from '../local'
import type { Definition, Output } from '../pipeline'
import { type DeadLetterBatch, type DeadLetters, rowToJson, type Sink, type SinkBatch } from '../runtime'
import { InputError } from './errors'
import { LineFile } from './line-file'

/** Rows of an output that are stored together in one version of its table. */
const rowsPerCommit = 50_000

export interface RunTargets {
  readonly rows: string
  readonly late: string | undefined
  readonly deadLetters: string | undefined
  readonly table: string | undefined
}

/** Batches of one output and partition that are not in its table yet. */
interface Waiting {
  readonly batches: SinkBatch[]
  /** Counted on, since summing the batches anew for each of them would take time in the square of their number. */
  rows: number
}

/** Where `streambed run` puts rows, late events and dead letters: files of JSON lines, and Delta tables. */
export class RunSink {
  /** Dead letters by code. */
  readonly codes = new Map<string, number>()
  private readonly waiting = new Map<string, Waiting>()

  private constructor(
    private readonly outputs: ReadonlyMap<string, Output>,
    private readonly rows: ReadonlyMap<string, LineFile>,
    private readonly late: LineFile | undefined,
    private readonly deadLetters: LineFile | undefined,
    private readonly tables: DeltaSink | undefined,
  ) {}

  static async open(definition: Definition, wanted: readonly Output[], targets: RunTargets): Promise<RunSink & Sink & DeadLetters> {
    if (targets.table !== undefined && existsSync(targets.table))
      throw new InputError(`${targets.table} exists already; a run makes new tables, so name a directory that doesn't exist`)
    if (targets.rows.endsWith('/')) mkdirSync(targets.rows, { recursive: true })
    const file = (output: Output): string => (targets.rows.endsWith('/') ? join(targets.rows, `${output.name}.jsonl`) : targets.rows)
    const rows = new Map(wanted.map(output => [output.name, new LineFile(file(output))]))
    const outputs = new Map(definition.outputs.map(output => [output.name, output]))
    const tables =
      targets.table === undefined ? undefined : await DeltaSink.open(targets.table, definition, { write: async () => undefined })
    const open = (path: string | undefined): LineFile | undefined => (path === undefined ? undefined : new LineFile(path))
    return new RunSink(outputs, rows, open(targets.late), open(targets.deadLetters), tables)
  }

  async write(batch: SinkBatch | DeadLetterBatch): Promise<void> {
    if ('letters' in batch) await this.writeLetters(batch)
    else if (batch.channel === 'late') await this.writeLate(batch)
    else await this.writeRows(batch)
  }

  /** Waits for the run, and leaves whole files behind; also where it failed. */
  async closing<T>(run: Promise<T>): Promise<T> {
    const files = [...this.rows.values(), this.late, this.deadLetters].filter(file => file !== undefined)
    try {
      const result = await run
      for (const key of [...this.waiting.keys()]) await this.commit(key)
      return result
    } finally {
      for (const file of files) await file.end()
    }
  }

  private async writeRows(batch: SinkBatch): Promise<void> {
    const output = this.outputs.get(batch.output)
    const file = this.rows.get(batch.output)
    if (output && file) await file.write(batch.rows.map(row => `${rowToJson(row.values, output.columns)}\n`).join(''))
    if (this.tables === undefined) return
    const key = `${batch.partition}/${batch.output}`
    const waiting = this.waiting.get(key) ?? { batches: [], rows: 0 }
    this.waiting.set(key, waiting)
    waiting.batches.push(batch)
    waiting.rows += batch.rows.length
    if (waiting.rows >= rowsPerCommit) await this.commit(key)
  }

  /** Joins what waits into one commit, so that a table doesn't become a heap of small files. */
  private async commit(key: string): Promise<void> {
    const batches = this.waiting.get(key)?.batches ?? []
    this.waiting.delete(key)
    const last = batches.at(-1)
    if (last) await this.tables?.write({ ...last, rows: batches.flatMap(({ rows }) => rows) })
  }

  private async writeLate({ output, rows }: SinkBatch): Promise<void> {
    const lines = rows.map(({ values }) => {
      const { eventTime, watermark, position, record } = values
      return `${JSON.stringify({ output, eventTime, watermark, position: Number(position), record: recordText(record) })}\n`
    })
    await this.late?.write(lines.join(''))
  }

  private async writeLetters({ letters }: DeadLetterBatch): Promise<void> {
    for (const { error } of letters) this.codes.set(error.code, (this.codes.get(error.code) ?? 0) + 1)
    const lines = letters.map(({ output, error, position, record }) => {
      const { code, path, message } = error
      return `${JSON.stringify({ output, code, path, message, position: Number(position), record: Buffer.from(record).toString('base64') })}\n`
    })
    await this.deadLetters?.write(lines.join(''))
  }
}

/** A late event was decoded, so that its bytes are text. */
function recordText(record: unknown): string {
  return record instanceof Uint8Array ? Buffer.from(record).toString('utf8') : ''
}
