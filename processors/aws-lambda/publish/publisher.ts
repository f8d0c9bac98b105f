import { gzipSync } from 'node:zlib'
import { StateError } from '../../../windowing'
import type { BucketClient } from '../clients/bucket'
import type { QueueClient } from '../clients/queue'
import type { TableClient } from '../clients/table'
import { inTurns } from '../in-turns'
import { OUTBOX, PREFIX, padded } from '../names'
import { stagedKey } from '../outbox'
import { decodeStaged, rowOf, type Section } from '../staged'
import { movePlan, openPlan, type Plan, readPlan } from './plan'
import { LakeTables, type PublishedTables } from './tables'

const DEFAULT_MOST_BYTES = 64 * 1024 * 1024
const CONCURRENT_OBJECTS = 16

export interface PublisherOptions {
  readonly definition: PublishedTables
  readonly table: TableClient
  readonly bucket: BucketClient
  readonly queue: QueueClient
  /** Epoch ms, for the provenance in table logs. */
  readonly now: () => number
  /** Bytes of rows, as text, that one plan takes; its rows are in memory at once. @default 67,108,864 */
  readonly mostPlanBytes?: number
}

/** What one plan published. */
export interface PublishReport {
  readonly plan: number
  /** Staged files that it took. */
  readonly files: number
  readonly rows: number
  readonly late: number
  readonly deadLetters: number
  /** Epoch ms at which the oldest of them was staged. */
  readonly oldest: number
}

/**
 * Makes what waits in the outbox visible: rows in Delta tables, late events and dead letters as objects of JSON lines. Each plan is published once in effect, whatever
 * crashes and however many publishers run: rows by the version in the table's log, objects by their names. Messages about dead letters may come twice.
 */
export class Publisher {
  private readonly tables: LakeTables

  constructor(private readonly options: PublisherOptions) {
    this.tables = new LakeTables(options.definition, options.bucket, options.now)
  }

  /** Finishes the plan that is there, or makes and finishes one. Undefined: nothing waits, or another publisher is at it. */
  async publishNext(): Promise<PublishReport | undefined> {
    const { table, mostPlanBytes = DEFAULT_MOST_BYTES } = this.options
    const last = await readPlan(table)
    if (last?.state === 'published') return this.clean(last, { ...NOTHING, plan: last.number })
    const plan = last?.state === 'open' ? last : await openPlan(table, last, mostPlanBytes)
    if (plan === undefined) return undefined
    const report = await this.execute(plan)
    const published = report && (await movePlan(table, plan, 'published'))
    return published && this.clean(published, report)
  }

  /** Undefined: another publisher did it meanwhile. */
  private async execute(plan: Plan): Promise<PublishReport | undefined> {
    const files = await inTurns(plan.entries, CONCURRENT_OBJECTS, sk => this.options.bucket.get(stagedKey(sk)))
    const missing = files.indexOf(undefined)
    if (missing >= 0) return this.refuse(plan, plan.entries[missing])
    const sections = files.flatMap(file => (file === undefined ? [] : decodeStaged(file)))
    const rows = byOutput(sections, 'rows')
    for (const [output, lines] of rows) await this.tables.append(output, plan.number, lines.map(rowOf))
    const late = byOutput(sections, 'late')
    for (const [output, lines] of late) await this.store(`${PREFIX.late}${output}/${padded(plan.number, 12)}.jsonl.gz`, lines)
    const letters = sections.flatMap(section => (section.kind === 'dead-letters' ? section.lines : []))
    if (letters.length > 0) await this.storeLetters(plan, letters)
    return {
      plan: plan.number,
      files: files.length,
      rows: countOf(rows),
      late: countOf(late),
      deadLetters: letters.length,
      oldest: Math.min(...plan.entries.map(sk => Number(sk.split('/')[0]))),
    }
  }

  private async storeLetters(plan: Plan, letters: readonly string[]): Promise<void> {
    const key = `${PREFIX.deadLetters}${padded(plan.number, 12)}.jsonl.gz`
    await this.store(key, letters)
    const codes: Record<string, number> = {}
    for (const letter of letters) {
      const { code }: { readonly code: string } = JSON.parse(letter)
      codes[code] = (codes[code] ?? 0) + 1
    }
    await this.options.queue.send(JSON.stringify({ pipeline: this.options.definition.name, key, deadLetters: letters.length, codes }))
  }

  private async store(key: string, lines: readonly string[]): Promise<void> {
    await this.options.bucket.create(key, new Uint8Array(gzipSync(`${lines.join('\n')}\n`)))
  }

  /** Removes what was staged; the plan is the last thing that knows of it. */
  private async clean(plan: Plan, report: PublishReport): Promise<PublishReport | undefined> {
    const { table, bucket } = this.options
    await table.delete(plan.entries.map(sk => ({ pk: OUTBOX, sk })))
    await inTurns(plan.entries, CONCURRENT_OBJECTS, sk => bucket.delete(stagedKey(sk)))
    await movePlan(table, plan, 'done')
    return report
  }

  private async refuse(plan: Plan, entry: string): Promise<undefined> {
    const now = await readPlan(this.options.table)
    if (now?.number !== plan.number || now.state !== plan.state) return undefined
    throw new StateError(
      `the staged file '${stagedKey(entry)}' is missing, and its rows were not published; restore it (the bucket keeps versions), and check that no ` +
        `lifecycle rule removes files below '${PREFIX.staged}' sooner than the publisher could be down`,
    )
  }
}

const NOTHING = { files: 0, rows: 0, late: 0, deadLetters: 0, oldest: Number.NaN }

function byOutput(sections: readonly Section[], kind: Section['kind']): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const section of sections) {
    if (section.kind !== kind) continue
    const lines = found.get(section.output) ?? []
    for (const line of section.lines) lines.push(line)
    found.set(section.output, lines)
  }
  return found
}

const countOf = (lines: ReadonlyMap<string, readonly string[]>) => [...lines.values()].reduce((sum, some) => sum + some.length, 0)
