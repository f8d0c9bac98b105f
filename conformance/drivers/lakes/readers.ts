import { join } from 'node:path'
import type { Output } from '../../../pipeline'
import type { EngineRow } from '../../case'
import { type RunningProcess, startProcess } from '../../process'
import { withoutPartitions } from './partitions'

export type LakeFormat = 'delta' | 'iceberg' | 'hudi'

const START_MS = 60_000

interface Answer {
  readonly rows?: Readonly<Record<string, readonly EngineRow[]>>
  readonly problem?: string
}

/** Reads tables by libraries that share nothing with the engines that wrote them. */
export class Readers {
  private constructor(
    private readonly process: RunningProcess,
    private readonly answers: AsyncIterator<string>,
  ) {}

  static async start(python: string, folder: string): Promise<Readers> {
    const process = startProcess({
      command: python,
      arguments: [join(__dirname, 'read_tables.py')],
      folder,
      environment: { PYTHONDONTWRITEBYTECODE: '1' },
      logFile: join(folder, 'readers.log'),
    })
    await process.waitFor(/^READY$/, START_MS)
    const answers = process.lines[Symbol.asyncIterator]()
    await answers.next()
    return new Readers(process, answers)
  }

  /** The rows of tables of a folder. */
  async readAll(format: LakeFormat, lake: string, outputs: readonly Output[]): Promise<Readonly<Record<string, readonly EngineRow[]>>> {
    const found: Record<string, readonly EngineRow[]> = {}
    for (const output of outputs) found[output.name] = await this.read(format, join(lake, output.into.name), output)
    return found
  }

  /**
   * The rows of an output's table, without the columns that its partitions add.
   * @throws Error where a reader fails, where two disagree, or where a partition's column is not what it is made from
   */
  private async read(format: LakeFormat, path: string, output: Output): Promise<readonly EngineRow[]> {
    await this.process.write(`${JSON.stringify({ format, path })}\n`)
    const next = await this.answers.next()
    if (next.done === true) return this.process.fail('ended')
    const { rows = {}, problem }: Answer = JSON.parse(next.value)
    if (problem !== undefined) throw new Error(`${path} can not be read: ${problem}`)
    const [first = [], ...others] = Object.values(rows).map(found => withoutPartitions(found, output))
    for (const [index, other] of others.entries()) {
      if (!sameRows(first, other))
        throw new Error(`the readers ${Object.keys(rows)[0]} and ${Object.keys(rows)[index + 1]} of ${path} disagree`)
    }
    return first
  }

  async stop(): Promise<void> {
    await this.process.stop()
  }
}

function sameRows(left: readonly EngineRow[], right: readonly EngineRow[]): boolean {
  const texts = (rows: readonly EngineRow[]) =>
    rows.map(row => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))).sort()
  return JSON.stringify(texts(left)) === JSON.stringify(texts(right))
}
