import { type Definition, fingerprint } from '../../pipeline'
import { createPartialOperator, createWindowOperator, type OperatorSpecification } from '../../windowing'
import { createDecoder, type Utf8Check } from '../decode'
import { createProgram, type WindowedOutputProgram } from '../program'
import { checkCount, checkIndex } from './check'
import { needsMerge } from './keys'
import { Origins } from './origins'
import { PartitionStage } from './partition-stage'
import { CheckpointedProcessor, type PartitionProcessor, type ProcessorPorts } from './processor'
import { FirstStageOutput, SingleStageOutput, type WindowedOutput } from './windowed-output'

export interface PartitionProcessorOptions {
  readonly definition: Definition
  /** The partition's name, under which its checkpoint and its rows are stored. */
  readonly partition: string
  /** `shuffle` is needed where `needsMerge` says so for an output. */
  readonly ports: ProcessorPorts
  /** The partition's index, from 0. @default 0 */
  readonly index?: number
  /** Partitions of the source's log; fixed for the life of the state. @default 1 */
  readonly partitions?: number
  /** `as-needed`: see `needsMerge`; `all`: every windowed output goes through the merge, which gives its rows in one order. @default 'as-needed' */
  readonly merge?: 'as-needed' | 'all'
  /** A faster check than the runtime's own, which has no platform below it. Node.js has `isUtf8` in `node:buffer`. */
  readonly validUtf8?: Utf8Check
  /** Messages to the shuffle log are cut at this size; one partial row alone may be larger. 1,024 and more. @default 524,288 */
  readonly maxMessageBytes?: number
}

const DEFAULT_MAX_MESSAGE_BYTES = 524_288

/**
 * Makes the processor of one partition: all outputs of the definition, or of those in two stages the first. Cheap until its first call, which loads the
 * checkpoint.
 * @throws RangeError for an index or count out of range.
 */
export function createPartitionProcessor(options: PartitionProcessorOptions): PartitionProcessor {
  const { definition, partition, ports, index = 0, partitions = 1, merge = 'as-needed' } = options
  const maxMessageBytes = options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES
  checkCount('partitions', partitions, 1)
  checkIndex('index', index, partitions)
  checkCount('maxMessageBytes', maxMessageBytes, 1024)
  const { maxDelayMs } = definition.source
  const program = createProgram(definition)
  const decoder = createDecoder(definition.source, program.fields, options.validUtf8 === undefined ? {} : { validUtf8: options.validUtf8 })
  const merged = definition.outputs.map(output => (merge === 'all' ? output.windowed !== null : needsMerge(definition, output, partitions)))
  const fingerprints = definition.outputs.map(output => (output.windowed === null ? '' : fingerprint(definition, output.name)))

  const windowedOutput = (windowed: WindowedOutputProgram, output: number, origins: Origins): WindowedOutput => {
    const specification: OperatorSpecification = {
      window: windowed.window,
      aggregates: windowed.aggregates,
      maxDelayMs,
      partitionIndex: index,
    }
    const common = { program: windowed, output, fingerprint: fingerprints[output], origins }
    if (!merged[output]) return new SingleStageOutput({ ...common, operator: createWindowOperator(specification) })
    const mergePartitions = ports.shuffle?.partitions ?? 1
    return new FirstStageOutput({
      ...common,
      operator: createPartialOperator(specification),
      producer: index,
      mergePartitions,
      maxMessageBytes,
    })
  }

  return new CheckpointedProcessor({
    partition,
    outputs: definition.outputs.map(output => output.name),
    ports,
    createStage: () => {
      const origins = new Origins()
      const windowed = program.outputs.map((output, position) =>
        output.kind === 'windowed' ? windowedOutput(output, position, origins) : null,
      )
      return new PartitionStage({ decoder, program, maxDelayMs, origins, windowed })
    },
  })
}
