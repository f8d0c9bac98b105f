import type { Definition } from '../../pipeline'
import { parameter } from '../parameters'
import type { Transform } from './chain'
import type { PythonModule } from './module'
import { loading } from './module'
import type { AddedColumns } from './names'
import { columnName, pythonText, tuple } from './python'
import { sourceText } from './schema'
import type { Watermark } from './windows'
import { Raw, type YamlMap } from './yaml'

export type Variant = 'dataflow' | 'dataflow-iceberg' | 'files'

/** Where the events come from. */
export interface WrittenSource {
  readonly providers: YamlMap
  readonly transforms: readonly Transform[]
  readonly events: string
  readonly deadLetters: string
  readonly watermark: Watermark
}

/** Reads and decodes; files are read in order with their watermark, messages come with their time of publication. */
export function writeSource({ source }: Definition, variant: Variant, module: PythonModule, names: AddedColumns): WrittenSource {
  const isFiles = variant === 'files'
  const added = isFiles ? [names.time, names.watermark, names.partition, names.offset] : [names.time, names.published]
  const transform = isFiles ? 'ReadPartitions' : 'DecodeMessages'
  module.need(transform)
  module.constant(sourceText(source, isFiles))
  module.constant(
    [
      `EVENT_TIME = ${pythonText(source.eventTime)}`,
      `MAX_RECORD_BYTES = ${source.maxRecordBytes}`,
      isFiles ? `MAX_DELAY_MS = ${source.maxDelayMs}` : `MAX_AHEAD_MS = ${source.maxAheadMs ?? 'None'}`,
      `EVENT_COLUMNS = ${tuple([...source.fields.map(({ name }) => columnName(name)), ...added].map(name => pythonText(name)))}`,
    ].join('\n'),
  )
  const providers = { [transform]: new Raw(JSON.stringify(loading(transform))) }
  const place = isFiles ? [names.partition, names.offset] : [names.published]
  const watermark: Watermark = { stamped: isFiles, shiftMs: isFiles ? 0 : source.maxDelayMs, place }
  if (isFiles) {
    const read: Transform = {
      type: transform,
      name: source.name,
      config: { files: parameter('source_files') },
      comment: 'A file is a partition',
    }
    return { providers, transforms: [read], events: `${source.name}.events`, deadLetters: `${source.name}.dead_letters`, watermark }
  }
  const messages = `${source.name} messages`
  return {
    providers,
    transforms: [
      {
        type: 'ReadFromPubSub',
        name: messages,
        config: { subscription: parameter('source_subscription'), format: 'RAW', publish_time_field: 'published_at' },
      },
      { type: transform, name: source.name, input: messages, config: {} },
    ],
    events: `${source.name}.events`,
    deadLetters: `${source.name}.dead_letters`,
    watermark,
  }
}
