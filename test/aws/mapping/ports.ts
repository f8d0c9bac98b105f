/** A record of a shard, as GetRecords gives it. */
export interface StreamRecord {
  readonly sequenceNumber: string
  readonly partitionKey: string
  readonly data: Uint8Array
  /** Epoch ms. */
  readonly arrivalTime: number
}

export interface Shard {
  readonly id: string
  /** Both ends of a merge; one parent of a split; none of a stream's first shards. */
  readonly parents: readonly string[]
}

/** A stream of Kinesis, as far as a consumer needs it. */
export interface Stream {
  readonly arn: string
  /** Open and closed ones whose records have not all expired. */
  shards(): Promise<readonly Shard[]>
  /** Records behind a sequence number (null: the oldest ones), at most `limit`. `isEnd`: the shard is closed and nothing comes behind these. */
  read(shard: string, after: string | null, limit: number): Promise<{ readonly records: readonly StreamRecord[]; readonly isEnd: boolean }>
}

/** What became of a call of a function. */
export type Invocation =
  /** It returned; `answer` is the parsed JSON. */
  | { readonly kind: 'returned'; readonly answer: unknown }
  /** It was called and failed: an exception, the time limit, a process that ended. */
  | { readonly kind: 'failed'; readonly error: string }
  /** It was not called: throttled, or the service was not there. */
  | { readonly kind: 'not-called'; readonly error: string }

export interface TargetFunction {
  readonly arn: string
  invoke(event: unknown): Promise<Invocation>
}

/** An SQS queue that takes documents about discarded records. */
export type FailureDestination = (document: unknown) => Promise<void>

/** How far each shard was read; what a mapping keeps when it is stopped and started. */
export class Checkpoints {
  private readonly through = new Map<string, string>()
  private readonly ended = new Set<string>()

  /** The sequence number through which all records were processed or discarded; null: none yet. */
  get(shard: string): string | null {
    return this.through.get(shard) ?? null
  }

  set(shard: string, sequenceNumber: string): void {
    this.through.set(shard, sequenceNumber)
  }

  end(shard: string): void {
    this.ended.add(shard)
  }

  /** Whether a closed shard was read to its end. */
  isEnded(shard: string): boolean {
    return this.ended.has(shard)
  }
}
