import type { Output, Windowed } from '../../pipeline'
import type { WindowSpecification } from '../../windowing'
import { bare, writeExpression, written } from '../sql/expression'
import { indented } from '../sql/select'
import { AGGREGATES } from './aggregates'
import { JAVA, typeName } from './dialect'
import { commentText, javaName, javaText } from './names'

export type WindowedOutput = Output & { readonly windowed: Windowed }

/**
 * How far event times are moved before Kafka Streams makes windows of them. It aligns windows to 1970 without an offset, and begins none before it:
 * so times move by what is left of the offset, and by enough hops that the first windows of 1970 are whole.
 */
export function shiftMs(window: WindowSpecification): number {
  if (window.kind === 'session') return 0
  const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
  const lead = window.kind === 'hopping' ? window.sizeMs : 0
  const toGrid = ((-window.offsetMs % hopMs) + hopMs) % hopMs
  return toGrid + lead
}

/** `TimeWindows…`: Kafka Streams' windows for windows of the definition. */
export function windowsText(window: WindowSpecification, maxDelayMs: number): string {
  switch (window.kind) {
    case 'tumbling':
      return `TimeWindows.ofSizeAndGrace(ofMillis(${window.sizeMs}L), ofMillis(${maxDelayMs}L))`
    case 'hopping':
      return `TimeWindows.ofSizeAndGrace(ofMillis(${window.sizeMs}L), ofMillis(${maxDelayMs}L)).advanceBy(ofMillis(${window.hopMs}L))`
    case 'session':
      return `SessionWindows.ofInactivityGapAndGrace(ofMillis(${window.gapMs - 1}L), ofMillis(${maxDelayMs + 1}L))`
  }
}

/** The condition under which no window takes an event. */
export function latenessText(window: WindowSpecification): string {
  if (window.kind === 'session') return 'time < watermark'
  const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
  return `windowEnd(time, ${window.sizeMs}L, ${hopMs}L, ${window.offsetMs}L) <= watermark`
}

/** The class that keeps the aggregates and makes rows of them. */
export function rowsText(className: string, { name, windowed, columns }: WindowedOutput): string {
  const { keys, aggregates, window, having } = windowed
  let input = 3
  const codes = aggregates.map((named, index) => {
    const text = named.aggregate.input === null ? null : `event[${input++}]`
    return written(AGGREGATES[named.aggregate.aggregate]).write(named, index, text)
  })
  const scope = (field: string) => (field === 'windowStart' || field === 'windowEnd' ? field : javaName(field))
  const isRead = having === null ? [] : [`if (!isTrue(${bare(writeExpression(JAVA, having, scope))})) return;`]
  const members = columns.map(column => `${javaText(column.name)}, ${scope(column.name)}`)
  const finish = [
    ...keys.map(
      ({ name: key, expression }, index) => `${typeName(expression.type)} ${javaName(key)} = (${typeName(expression.type)}) key[${index}];`,
    ),
    ...aggregates.map(({ name: aggregate, type }, index) => `${typeName(type)} ${javaName(aggregate)} = ${codes[index].result};`),
    ...isRead,
    `row(recordOf(${members.join(', ')}));`,
  ]
  return `/** Aggregates and rows of ${commentText(name)}. */
@SuppressWarnings("unchecked")
static final class ${className} extends Rows {
  ${className}() { super(${javaText(name)}, ${shiftMs(window)}L, ${window.kind === 'session' ? window.gapMs : 0}L); }

  static Object[] none() { return new Object[${aggregates.length}]; }

  static Object[] add(Object[] event, Object[] state) {
    if (event.length == 0) return state;
${indented(indented(codes.map(({ add }) => add).join('\n')))}
    return state;
  }
${window.kind === 'session' ? mergeText(codes.map(({ merge }) => merge)) : ''}
  @Override void finish(Long windowStart, Long windowEnd, Object[] key, Object[] state) {
${indented(indented(finish.join('\n')))}
  }
}`
}

function mergeText(merges: readonly string[]): string {
  return `
  static Object[] merge(Object[] state, Object[] other) {
${indented(indented(merges.join('\n')))}
    return state;
  }
`
}
