import type { Output, Source } from '../../pipeline'
import { javaText } from './names'
import { type WindowedOutput, windowsText } from './windows'

/** An output with the names that stand for it in the text. */
export interface NamedOutput {
  readonly output: Output
  /** Its place among the outputs. */
  readonly index: number
  /** Its classes: `<className>Steps`, `<className>Rows`. */
  readonly className: string
  /** For topics, stores and settings. */
  readonly id: string
}

export function isWindowed(output: Output): output is WindowedOutput {
  return output.windowed !== null
}

/** The method that puts processors and windows together. */
export function topologyText(source: Source, outputs: readonly NamedOutput[]): string {
  return `public static Topology topology(Properties settings) {
  StreamsBuilder builder = new StreamsBuilder();
  builder.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(GREATEST_TIME), Serdes.Integer(), Serdes.Long()));
  KStream<byte[], Object> events = builder
      .stream(topic(settings, "topic.source"), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
      .process(Decode::new, Named.as("decode"), GREATEST_TIME);
  send(events, settings, null);
${outputs.map(output => outputText(output, source)).join('')}  return builder.build();
}`
}

function outputText({ output, className, id }: NamedOutput, { maxDelayMs }: Source): string {
  const steps = `events.process(${className}Steps::new, Named.as(${javaText(`${id}-steps`)}))`
  if (!isWindowed(output)) return `\n  send(${steps}, settings, ${javaText(id)});\n`
  const { window } = output.windowed
  const variable = `${className.charAt(0).toLowerCase()}${className.slice(1)}Events`
  const isSession = window.kind === 'session'
  const aggregate = isSession
    ? `aggregate(${className}Rows::none, (key, event, state) -> ${className}Rows.add(event, state), (key, state, other) -> ${className}Rows.merge(state, other),`
    : `aggregate(${className}Rows::none, (key, event, state) -> ${className}Rows.add(event, state),`
  const comment = isSession
    ? `\n  // Kafka Streams merges sessions that are exactly the gap apart, and ends them with their last event: so its gap is 1 ms shorter, and its grace as much longer.`
    : ''
  return `
  KStream<Object[], Object> ${variable} = ${steps};
  send(${variable}, settings, ${javaText(id)});${comment}
  send(${variable}
      .filter((key, value) -> value instanceof Object[])
      .mapValues(value -> (Object[]) value)
      .groupByKey(Grouped.with(${javaText(id)}, VALUES, VALUES))
      .windowedBy(${windowsText(window, maxDelayMs)})
      .${aggregate}
          Named.as(${javaText(`${id}-windows`)}), Materialized.<Object[], Object[], ${isSession ? 'SessionStore' : 'WindowStore'}<Bytes, byte[]>>as(${javaText(`${id}-windows`)}).withKeySerde(VALUES).withValueSerde(VALUES))
      .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()).withName(${javaText(`${id}-closed`)}))
      .toStream()
      .process(${className}Rows::new, Named.as(${javaText(`${id}-rows`)})), settings, ${javaText(id)});
`
}
