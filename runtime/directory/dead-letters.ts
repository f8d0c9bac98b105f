import { Buffer } from 'node:buffer'
import { join } from 'node:path'
import type { DeadLetter, DeadLetterBatch, DeadLetters } from '../ports'
import type { Position, RecordErrorCode } from '../records'
import { CauseLog } from './cause-log'
import { fileNameOf } from './names'

/** A dead letter as a line of JSON. */
interface Line {
  readonly cause: number
  readonly output: string | null
  readonly code: RecordErrorCode
  readonly path: string
  readonly message: string
  /** A text where the position is a bigint. */
  readonly position: number | string
  readonly arrivalTime: number | null
  /** The original bytes in base64. */
  readonly record: string
}

/** Dead letters in a directory, as files of JSON lines; the original bytes are base64. */
export class DirectoryDeadLetters implements DeadLetters {
  private readonly logs = new Map<string, CauseLog>()

  /** @param directory is created with the first letter. */
  constructor(private readonly directory: string) {}

  async write(batch: DeadLetterBatch): Promise<void> {
    const lines = batch.letters.map(letter => ({ cause: letter.cause, json: JSON.stringify(lineOf(letter)) }))
    await this.log(batch.partition).write(lines, batch.throughCause)
  }

  /** In the order of their causes. */
  async letters(partition: string): Promise<readonly DeadLetter[]> {
    const lines = await this.log(partition).read()
    return lines.map(line => letterOf(JSON.parse(line)))
  }

  private log(partition: string): CauseLog {
    const directory = join(this.directory, fileNameOf('partition', partition))
    const known = this.logs.get(directory) ?? new CauseLog(directory)
    this.logs.set(directory, known)
    return known
  }
}

const lineOf = ({ cause, output, error, position, arrivalTime, record }: DeadLetter): Line => ({
  cause,
  output,
  code: error.code,
  path: error.path,
  message: error.message,
  position: typeof position === 'bigint' ? position.toString() : position,
  arrivalTime: Number.isNaN(arrivalTime) ? null : arrivalTime,
  record: Buffer.from(record).toString('base64'),
})

const letterOf = ({ cause, output, code, path, message, position, arrivalTime, record }: Line): DeadLetter => ({
  cause,
  output,
  error: { code, path, message },
  position: positionOf(position),
  arrivalTime: arrivalTime ?? Number.NaN,
  record: new Uint8Array(Buffer.from(record, 'base64')),
})

const positionOf = (stored: number | string): Position => (typeof stored === 'string' ? BigInt(stored) : stored)
