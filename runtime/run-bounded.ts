import type { Definition } from '../pipeline'
import type { Utf8Check } from './decode'
import { MemoryShuffleLog } from './memory'
import type { DeadLetters, Sink } from './ports'
import { type BatchReport, createMergeProcessor, createPartitionProcessor, type PartitionProcessor } from './processor'
import type { Position, RecordBatch } from './records'

export interface RunOptions {
  readonly definition: Definition
  /** The records of each partition, in log order; read in turn, a batch of each. At least one partition. */
  readonly partitions: readonly (Iterable<RecordBatch> | AsyncIterable<RecordBatch>)[]
  readonly ports: {
    /**
     * Windowed rows come under the partition's name (one partition: '0'; several: `mergePartitionName(output, 0)`) in canonical order (end, start, key),
     * whatever the number of partitions; the rows of other outputs and late rows under '0', '1', … in log order.
     */
    readonly sink: Sink
    readonly deadLetters: DeadLetters
  }
  /** See `PartitionProcessorOptions`. */
  readonly validUtf8?: Utf8Check
  /** Called after each batch. */
  readonly onProgress?: (progress: RunProgress) => void
}

export interface RunProgress {
  /** Records read so far, of all partitions. */
  readonly events: number
  readonly partition: number
  /** Of that partition. */
  readonly watermark: number
}

export interface RunReport {
  /** Records read. */
  readonly events: number
  readonly outputs: readonly { readonly name: string; readonly rows: number; readonly late: number }[]
  readonly deadLetters: number
  /** Of each partition before its end, epoch ms; −Infinity where it had no event. */
  readonly watermarks: readonly number[]
}

/**
 * Runs a definition over a bounded input in this process: both stages where there are several partitions, and the end of the input, which closes all windows. Keeps
 * no checkpoints: after a failure it is run again from the start, and a sink that keeps its rows drops those that it has.
 * @throws RangeError without any partition; whatever an input or a port throws.
 */
export async function runBounded({ definition, partitions, ports, validUtf8, onProgress }: RunOptions): Promise<RunReport> {
  if (partitions.length === 0)
    throw new RangeError('a run needs at least one partition, got none; an empty input is a partition without batches')
  const run = new Run(definition, partitions.length, ports, validUtf8)
  const inputs = partitions.map(iterate)
  const open = new Set(inputs.keys())
  while (open.size > 0) {
    for (const partition of open) {
      const next = await inputs[partition].next()
      if (next.done) {
        open.delete(partition)
        await run.finish(partition)
      } else {
        const progress = await run.process(partition, next.value)
        onProgress?.(progress)
      }
    }
  }
  return run.report()
}

function iterate(input: Iterable<RecordBatch> | AsyncIterable<RecordBatch>): Iterator<RecordBatch> | AsyncIterator<RecordBatch> {
  return Symbol.asyncIterator in input ? input[Symbol.asyncIterator]() : input[Symbol.iterator]()
}

/** A merge of one output and how far it has read its log. */
interface Merge {
  readonly output: string
  readonly processor: PartitionProcessor
  position: Position | null
}

class Run {
  private readonly shuffle = new MemoryShuffleLog(1)
  private readonly processors: readonly PartitionProcessor[]
  private readonly merges: readonly Merge[]
  private readonly counts: Map<string, { rows: number; late: number }>
  private readonly watermarks: number[]
  private events = 0
  private deadLetters = 0

  constructor(
    private readonly definition: Definition,
    count: number,
    { sink, deadLetters }: RunOptions['ports'],
    validUtf8: Utf8Check | undefined,
  ) {
    const several = count > 1
    this.processors = Array.from({ length: count }, (_, index) =>
      createPartitionProcessor({
        definition,
        partition: String(index),
        ports: { state: null, sink, deadLetters, shuffle: this.shuffle },
        index,
        partitions: count,
        ...(validUtf8 && { validUtf8 }),
        // Also where keys don't need it, because the merge gives the rows of all partitions in one order.
        merge: several ? 'all' : 'as-needed',
      }),
    )
    this.merges = definition.outputs
      .filter(output => several && output.windowed !== null)
      .map(({ name }) => ({
        output: name,
        processor: createMergeProcessor({
          definition,
          output: name,
          partition: 0,
          producers: count,
          ports: { state: null, sink, deadLetters },
        }),
        position: null,
      }))
    this.counts = new Map(definition.outputs.map(({ name }) => [name, { rows: 0, late: 0 }]))
    this.watermarks = new Array(count).fill(Number.NEGATIVE_INFINITY)
  }

  async process(partition: number, records: RecordBatch): Promise<RunProgress> {
    const report = await this.processors[partition].processBatch(records)
    this.events += records.length
    this.watermarks[partition] = report.watermark
    this.count(report)
    await this.drain()
    return { events: this.events, partition, watermark: report.watermark }
  }

  async finish(partition: number): Promise<void> {
    this.count(await this.processors[partition].finish())
    await this.drain()
  }

  report(): RunReport {
    const outputs = this.definition.outputs.map(({ name }) => ({ name, ...(this.counts.get(name) ?? { rows: 0, late: 0 }) }))
    return { events: this.events, outputs, deadLetters: this.deadLetters, watermarks: this.watermarks }
  }

  /** Lets the merges take what the first stages sent. */
  private async drain(): Promise<void> {
    for (const merge of this.merges) {
      for (;;) {
        const messages = await this.shuffle.read(merge.output, 0, merge.position)
        if (messages.length === 0) break
        merge.position = messages.positions[messages.length - 1]
        this.count(await merge.processor.processBatch(messages))
        this.shuffle.forget(merge.output, 0, merge.position)
      }
    }
  }

  private count(report: BatchReport): void {
    this.deadLetters += report.deadLetters
    for (const { name, rows, late } of report.outputs) {
      const counted = this.counts.get(name)
      if (!counted) continue
      counted.rows += rows
      counted.late += late
    }
  }
}
