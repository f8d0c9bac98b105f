import { StateError } from '../../windowing'
import { Segments } from './segments'

const MOST_ATTEMPTS = 1000
const NEWLINE = 10
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A line of JSON and its cause. */
export interface CausedLine {
  readonly cause: number
  readonly json: string
}

interface Head {
  readonly number: number
  readonly throughCause: number
}

/** JSON lines with causes: one file for each write, whose first line says through which cause it goes. Lines that are there already are dropped. */
export class CauseLog {
  private readonly segments: Segments
  private head: Head | null = null

  constructor(directory: string) {
    this.segments = new Segments(directory, 'jsonl')
  }

  async write(lines: readonly CausedLine[], throughCause: number): Promise<void> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const head = this.head ?? (await this.open())
      const fresh = lines.filter(line => line.cause > head.throughCause)
      if (fresh.length === 0) return
      const text = [JSON.stringify({ throughCause }), ...fresh.map(line => line.json)].join('\n')
      const created = await this.segments.create(head.number + 1, encoder.encode(`${text}\n`))
      this.head = created ? { number: head.number + 1, throughCause } : null
      if (created) return
    }
    throw new Error(
      `${this.segments.directory}: ${MOST_ATTEMPTS} attempts to write lost to other writers; one partition should have one worker`,
    )
  }

  /** All lines, in the order of their causes. */
  async read(): Promise<readonly string[]> {
    const { number } = await this.open()
    const lines: string[] = []
    for (let segment = 1; segment <= number; segment++) {
      const payload = await this.payload(segment)
      for (const line of decoder.decode(payload).split('\n').slice(1, -1)) lines.push(line)
    }
    return lines
  }

  private async open(): Promise<Head> {
    const number = await this.segments.recover()
    this.head = number === 0 ? { number, throughCause: 0 } : { number, throughCause: throughCauseOf(await this.payload(number)) }
    return this.head
  }

  private async payload(number: number): Promise<Uint8Array> {
    const payload = await this.segments.read(number)
    if (!payload) throw new StateError(`${this.segments.path(number)} is missing; restore the directory from a backup`)
    return payload
  }
}

function throughCauseOf(payload: Uint8Array): number {
  const head: { readonly throughCause: number } = JSON.parse(decoder.decode(payload.subarray(0, payload.indexOf(NEWLINE))))
  return head.throughCause
}
