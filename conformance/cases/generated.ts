import { avg, count, type Definition, int64, max, min, optional, pipeline, source, stream, string, sum, timestamp } from '../../pipeline'
import { definitionOf } from '../../test/runtime/end-to-end/generate/definition'
import { logOf } from '../../test/runtime/end-to-end/generate/logs'
import { Choices } from '../../test/windowing/oracle/cases'
import type { WindowSpecification } from '../../windowing'
import type { ConformanceCase } from '../case'
import { conditionsOf } from './conditions'
import { lines } from './lines'
import { Random } from './random'
import { timesOf } from './times'

const EVENTS = 120
const DAY_MS = 86_400_000

function windowOf(random: Random): WindowSpecification {
  const step = random.of([1_000, 250, 10_000, 60_000, 3_600_000, DAY_MS, 1])
  switch (random.of(['tumbling', 'hopping', 'session'] as const)) {
    case 'tumbling':
      return { kind: 'tumbling', sizeMs: step, offsetMs: random.of([0, 0, random.below(step)]) }
    case 'hopping':
      return { kind: 'hopping', sizeMs: step * random.of([2, 3, 5, 1]), hopMs: step, offsetMs: random.of([0, 0, random.below(step)]) }
    case 'session':
      return { kind: 'session', gapMs: Math.max(2, step) }
  }
}

/** A window with steps before it, of the kinds that every engine has: what differs between engines are windows and watermarks. */
function windowDefinition(name: string, random: Random, window: WindowSpecification, maxDelayMs: number): Definition {
  const events = source('events', {
    schema: { at: timestamp('epoch-ms'), key: string(), n: optional(int64()), name: optional(string()) },
    eventTime: 'at',
    maxDelay: maxDelayMs,
  })
  const kept = random.of([-3, -100, 2])
  return pipeline(name, events).output(all => {
    const chosen = random.below(3) === 0 ? all.where(event => event.n.gt(kept)) : all
    const derived = chosen.derive(event => ({ twice: event.n.times(2), parity: event.n.coalesce(0).modulo(2) }))
    const grouped = random.below(3) === 0 ? derived.groupBy('key', 'parity') : derived.groupBy('key')
    const rows = grouped
      .window(window)
      .aggregate({ events: count(), total: sum('n'), mean: avg('twice'), least: min('n'), most: max('n'), names: count('name') })
    return (random.below(3) === 0 ? rows.having(row => row.events.gt(1)) : rows).into(stream('rows'))
  }).definition
}

function windowCase(name: string, random: Random): ConformanceCase {
  const window = windowOf(random)
  const step = window.kind === 'session' ? window.gapMs : window.kind === 'hopping' ? window.hopMs : window.sizeMs
  const maxDelayMs = Math.min(300 * DAY_MS, random.of([0, 1, step, step - 1, 2 * step, Math.ceil(step / 2)]))
  const disorder = random.of(['boundary', 'late', 'calm'] as const)
  const partitions = Array.from({ length: random.of([1, 1, 1, 2]) }, () =>
    lines(
      timesOf(EVENTS, random, { window, maxDelayMs, disorder }).map(at => ({
        at,
        key: random.of(['x', 'y', '']),
        n: random.orNull(15, [1, 0, -7, 2 ** 40, 5]),
        name: random.orNull(30, ['a', 'é']),
      })),
    ),
  )
  const definition = windowDefinition(name.replaceAll('/', '-'), random, window, maxDelayMs)
  return { name, definition, partitions, conditions: conditionsOf(definition, partitions) }
}

const bytesOf = (random: Random, length: number): Uint8Array => Uint8Array.from({ length }, () => random.below(256))

function textOf(bytes: Uint8Array): readonly string[] {
  try {
    return [new TextDecoder('utf-8', { fatal: true }).decode(bytes)]
  } catch {
    // A log of lines of text can't hold it.
    return []
  }
}

/** Whatever the definition language allows: most engines refuse most of these. */
function definitionCase(name: string, random: Random): ConformanceCase {
  const generated = definitionOf(new Choices(bytesOf(random, 300)))
  const partitions = Array.from({ length: random.of([1, 1, 2]) }, () =>
    logOf(
      Array.from({ length: 30 }, () => bytesOf(random, 50)),
      generated.source,
    ).flatMap(({ bytes }) => (bytes === null ? [] : textOf(bytes))),
  )
  // Random records of one key lie in several partitions: no field may be said to divide them.
  const partitionKey = partitions.length > 1 ? null : generated.source.partitionKey
  const definition: Definition = { ...generated, name: name.replaceAll('/', '-'), source: { ...generated.source, partitionKey } }
  return { name, definition, partitions, conditions: conditionsOf(definition, partitions) }
}

/** So many random cases, the same for the same seed: two thirds are windows that most engines run, the others any definition. */
export function generatedCases(count: number, seed: number): readonly ConformanceCase[] {
  return Array.from({ length: count }, (_, index) => {
    const random = new Random(Math.imul(seed, 1_000_003) + index)
    return index % 3 < 2
      ? windowCase(`generated/windows-${seed}-${index}`, random)
      : definitionCase(`generated/definition-${seed}-${index}`, random)
  })
}
