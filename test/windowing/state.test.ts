import fc from 'fast-check'
import { type AggregateSpecification, createMergeOperator, createPartialOperator, createWindowOperator, StateError } from '../../windowing'
import { aggregates, streams, windows } from './streams'
import { COUNT, Collected, type Event, inputOf, messagesOf, run, SUM, specificationOf } from './support'

const hour = { kind: 'tumbling', sizeMs: 3_600_000, offsetMs: 0 } as const
const AVERAGE: AggregateSpecification = { aggregate: 'avg', column: 0, input: 'integer', divisor: 1 }
const MAXIMUM: AggregateSpecification = { aggregate: 'max', column: 0, input: 'integer' }

function keyed(count: number, from = 0): Event[] {
  return Array.from({ length: count }, (_, place) => ({
    time: place % 1000,
    key: `key ${String(from + place).padStart(12, '0')}`,
    value: place,
  }))
}

test.each([
  ['count, sum, avg of one column', [COUNT, SUM, AVERAGE]],
  ['count, sum, max', [COUNT, SUM, MAXIMUM]],
])('100,000 open windows with 16-byte keys and %s take at most 130 bytes each', (_, three) => {
  const operator = createWindowOperator(specificationOf(hour, three))
  const events = keyed(100_000)
  for (let from = 0; from < events.length; from += 4096)
    operator.process(inputOf(events, from, Math.min(events.length, from + 4096)), new Collected())
  expect(operator.open).toBe(100_000)
  expect(operator.stateBytes / operator.open).toBeLessThanOrEqual(130)
})

test('changes are in proportion to what changed', () => {
  const operator = createWindowOperator(specificationOf(hour, [COUNT, SUM, AVERAGE]))
  run(operator, keyed(20_000), false)
  expect(operator.snapshot().length).toBeGreaterThan(20_000 * 30)
  expect(operator.changes().length).toBeLessThan(30)
  run(operator, keyed(100, 500), false)
  expect(operator.changes().length).toBeLessThan(100 * 60)
})

test('keys of closed windows are forgotten', () => {
  const operator = createWindowOperator(specificationOf({ kind: 'tumbling', sizeMs: 1000, offsetMs: 0 }, [COUNT]))
  const collected = new Collected()
  let events: Event[] = []
  for (let number = 0; number < 60_000; number++) events.push({ time: number, key: `user ${number}` })
  operator.process(inputOf(events), collected)
  events = []
  expect(operator.open).toBe(1000)
  expect(operator.stateBytes).toBeLessThan(1_500_000)
})

const small = createWindowOperator(specificationOf(hour, [COUNT]))
run(small, keyed(3), false)
const snapshot = small.snapshot()

function restoring(chunks: readonly Uint8Array[], specification = specificationOf(hour, [COUNT])): () => void {
  return () => createWindowOperator(specification).restore(chunks)
}

test('state of another specification is refused', () => {
  expect(restoring([snapshot])).not.toThrow()
  expect(restoring([snapshot], specificationOf(hour, [COUNT, COUNT]))).toThrow(StateError)
  expect(restoring([snapshot], specificationOf({ ...hour, offsetMs: 1 }))).toThrow(
    'window state was made with other windows, aggregates, delays or producers',
  )
  expect(restoring([snapshot], specificationOf(hour, [COUNT], 1))).toThrow(StateError)
  expect(() => createPartialOperator(specificationOf(hour)).restore([snapshot])).toThrow(StateError)
  expect(() => createMergeOperator({ window: hour, aggregates: [COUNT], producers: 1 }).restore([snapshot])).toThrow(StateError)
})

test('another format and other bytes are refused', () => {
  const newer = snapshot.slice()
  newer[4] = 2
  expect(restoring([newer])).toThrow('window state has format version 2, but this release reads 1')
  expect(restoring([Uint8Array.of(1, 2, 3)])).toThrow('chunk 0 is not window state')
  expect(restoring([new TextEncoder().encode('{"not": "window state"}')])).toThrow(StateError)
})

test('chunks that are missing or out of order are refused', () => {
  const operator = createWindowOperator(specificationOf(hour, [COUNT]))
  const chunks = [operator.changes(), operator.changes(), operator.snapshot(), operator.changes()]
  expect(restoring(chunks.slice(0, 2))).not.toThrow()
  expect(restoring([chunks[2], chunks[3]])).not.toThrow()
  expect(restoring([chunks[1]])).toThrow('chunk 0 has number 2, but 1 follows')
  expect(restoring([chunks[0], chunks[0]])).toThrow(StateError)
  expect(restoring([chunks[0], chunks[2]])).toThrow('chunk 1 is a snapshot')
})

test('damaged bytes give a StateError or another state, and nothing else', () => {
  fc.assert(
    fc.property(windows, streams, fc.nat(), fc.nat(255), fc.boolean(), (window, events, place, byte, cut) => {
      const specification = specificationOf(window, aggregates, 5)
      const operator = createWindowOperator(specification)
      run(operator, events, false)
      const bytes = operator.snapshot()
      const damaged = cut ? bytes.slice(0, place % bytes.length) : bytes
      if (!cut) damaged[place % bytes.length] = byte
      try {
        createWindowOperator(specification).restore([damaged])
      } catch (error) {
        expect(error).toBeInstanceOf(StateError)
      }
    }),
    { numRuns: 400 },
  )
})

describe('merging', () => {
  const specification = specificationOf(hour, [COUNT])
  const [partial] = messagesOf(createPartialOperator(specification), [{ time: 0 }, { time: 3_600_000 }])
  const merge = (changed: object, window: Parameters<typeof createMergeOperator>[0]['window'] = hour) => {
    const message = { start: 0, end: 3_600_000, producer: 0, ...partial, ...changed }
    if (!('state' in message)) throw new Error('the first message is a partial')
    const operator = createMergeOperator({ window, aggregates: [COUNT], producers: 1 })
    return () => operator.merge(message.producer, message.start, message.end, Uint8Array.of(65), 0, 1, message.state)
  }

  test('takes partials of its own specification only', () => {
    expect(merge({})).not.toThrow()
    expect(merge({ state: Uint8Array.of(1, 0, 0, 0, 0, 0) })).toThrow(StateError)
    expect(merge({ state: Uint8Array.of(2, 0, 0, 0, 0, 0) })).toThrow('a partial has format version 2, but this release reads 1')
    expect(merge({ end: 5 })).toThrow(RangeError)
    expect(merge({ producer: 1 })).toThrow('producer 1 is unknown: the known ones are 0')
  })

  test('a partial after the watermark that closed its window is a mistake', () => {
    const operator = createMergeOperator({ window: hour, aggregates: [COUNT], producers: 1 })
    operator.advance(0, 3_600_000, 0, new Collected())
    if (partial.kind !== 'partial') throw new Error('the first message is a partial')
    expect(() => operator.merge(0, partial.start, partial.end, partial.key, 0, 1, partial.state)).toThrow('send partials before watermarks')
  })
})
