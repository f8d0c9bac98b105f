import type { KinesisStreamEvent } from 'aws-lambda'
import type { Invocation, Shard, Stream, StreamRecord, TargetFunction } from './ports'

/** A stream in memory; sequence numbers are indexes of three digits. */
export class FakeStream implements Stream {
  readonly arn = 'arn:aws:kinesis:eu-west-1:000000000000:stream/fake'
  private readonly records = new Map<string, StreamRecord[]>()
  private readonly closed = new Set<string>()

  /** Shards by name, with their parents. */
  constructor(private readonly parents: Readonly<Record<string, readonly string[]>>) {}

  put(shard: string, ...texts: readonly string[]): void {
    this.putAt(Date.now(), shard, ...texts)
  }

  putAt(arrivalTime: number, shard: string, ...texts: readonly string[]): void {
    const held = this.records.get(shard) ?? []
    this.records.set(shard, held)
    for (const text of texts)
      held.push({
        sequenceNumber: String(held.length).padStart(3, '0'),
        partitionKey: 'k',
        data: new TextEncoder().encode(text),
        arrivalTime,
      })
  }

  close(shard: string): void {
    this.closed.add(shard)
  }

  async shards(): Promise<readonly Shard[]> {
    return Object.entries(this.parents).map(([id, parents]) => ({ id, parents }))
  }

  async read(shard: string, after: string | null, limit: number) {
    const held = this.records.get(shard) ?? []
    const from = after === null ? 0 : Number(after) + 1
    const records = held.slice(from, from + limit)
    return { records, isEnd: this.closed.has(shard) && from + records.length >= held.length }
  }
}

/** A function that remembers the texts of each call. */
export class FakeFunction implements TargetFunction {
  readonly arn = 'arn:aws:lambda:eu-west-1:000000000000:function:fake'
  readonly calls: (readonly string[])[] = []
  private fails: (texts: readonly string[]) => boolean = () => false
  private reports: (texts: readonly string[]) => readonly string[] = () => []

  /** It throws where this says so. */
  fail(when: (texts: readonly string[]) => boolean): void {
    this.fails = when
  }

  /** It reports these texts of a call as failures. */
  report(which: (texts: readonly string[]) => readonly string[]): void {
    this.reports = which
  }

  async invoke(event: KinesisStreamEvent): Promise<Invocation> {
    const texts = event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString('utf8'))
    this.calls.push(texts)
    if (this.fails(texts)) return { kind: 'failed', error: 'it threw' }
    const reported = this.reports(texts)
    const batchItemFailures = event.Records.filter((_, index) => reported.includes(texts[index])).map(({ kinesis }) => ({
      itemIdentifier: kinesis.sequenceNumber,
    }))
    return { kind: 'returned', answer: { batchItemFailures } }
  }
}
