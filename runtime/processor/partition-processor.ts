import { decoderOf, type Utf8Check } from '../decode'
import { indivisibleOutput } from '../errors'
import { programOf } from '../program'
import { checkCount, checkIndex } from './check'
import { type Compiled, type CompiledWindowedOutput, stageOf } from './compiled'
import { type ParentState, stageOfHeir } from './inheritance'
import { Origins } from './origins'
import { PartitionStage } from './partition-stage'
import { CheckpointedProcessor, type PartitionProcessor, type ProcessorPorts } from './processor'

export interface CompiledPartitionOptions {
  readonly compiled: Compiled
  /** The partition's name, under which its checkpoint and its rows are stored. */
  readonly partition: string
  /** `shuffle` is needed where `needsMerge` says so for an output. */
  readonly ports: ProcessorPorts
  /** The partition's index, from 0: unique among all partitions that the log ever has, and greater than those of its parents. @default 0 */
  readonly index?: number
  /** Partitions of the source's log, fixed for the life of the state; `many`: they come and go, as the shards of Kinesis. @default 1 */
  readonly partitions?: number | 'many'
  /** `as-needed`: see `needsMerge`; `all`: every windowed output goes through the merge, which gives its rows in one order. @default 'as-needed' */
  readonly merge?: 'as-needed' | 'all'
  /**
   * Of a partition that others were handed over to: gives their stored states (none: it starts without). Called only where this partition has no checkpoint yet. It goes
   * on with their windows, as far as `keeps` says, and with the highest of their watermarks; windows that this closes are given with its first cause. It is the place to
   * hand the parents over, by processors that have an `inherit` too: a parent without records goes on from its own parents. What it throws, the call throws.
   */
  readonly inherit?: () => Promise<readonly ParentState[]>
  /** A faster check than the runtime's own, which has no platform below it. Node.js has `isUtf8` in `node:buffer`. */
  readonly validUtf8?: Utf8Check
  /** Messages to the shuffle log are cut at this size; one partial row alone may be larger. 1,024 and more. @default 524,288 */
  readonly maxMessageBytes?: number
}

const DEFAULT_MAX_MESSAGE_BYTES = 524_288

/** As `createPartitionProcessor`, of what was compiled from the definition. */
export function partitionProcessorOf(options: CompiledPartitionOptions): PartitionProcessor {
  const { compiled, partition, ports, index = 0, partitions = 1, merge = 'as-needed', inherit } = options
  const maxMessageBytes = options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES
  if (partitions !== 'many') checkCount('partitions', partitions, 1)
  checkIndex('index', index, partitions === 'many' ? undefined : partitions)
  checkCount('maxMessageBytes', maxMessageBytes, 1024)
  const { source, outputs } = compiled
  const { maxDelayMs } = source
  const program = programOf(compiled)
  const decoder = decoderOf(
    compiled.Decoder,
    source,
    program.fields,
    options.validUtf8 === undefined ? {} : { validUtf8: options.validUtf8 },
  )
  const isMerged = ({ partitionKey }: CompiledWindowedOutput) => merge === 'all' || (partitions !== 1 && partitionKey === null)
  const indivisible = outputs.find(output => output.kind === 'windowed' && !isMerged(output) && output.partitionKey === null)
  if (inherit !== undefined && indivisible !== undefined) throw indivisibleOutput(partition, indivisible.name)

  const mergePartitions = ports.shuffle?.partitions ?? 1
  const createStage = () => {
    const origins = new Origins()
    const windowed = program.outputs.map((output, position) => {
      const of = outputs[position]
      if (output.kind !== 'windowed' || of.kind !== 'windowed') return null
      const place = { program: output, output: position, origins, maxDelayMs, partition, index, mergePartitions, maxMessageBytes }
      return stageOf(of, isMerged(of) ? 'first' : 'single')(of, place)
    })
    return new PartitionStage({ decoder, program, maxDelayMs, origins, windowed })
  }

  return new CheckpointedProcessor({
    partition,
    outputs: outputs.map(output => output.name),
    ports,
    createStage,
    ...(inherit && { inheritStage: async () => stageOfHeir(partition, createStage, await inherit()) }),
  })
}
