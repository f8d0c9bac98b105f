import fc from 'fast-check'
import { createMergeOperator, createPartialOperator, createWindowOperator, type WindowSpecification } from '../../windowing'
import { evaluate } from './naive'
import { aggregates, RUNS, streams, windows } from './streams'
import { Collected, deliver, type Event, inputOf, type Message, messagesOf, run, specificationOf } from './support'

const delays = fc.integer({ min: 0, max: 12 })
const withoutCause = (row: readonly unknown[]) => [...row.slice(0, 3), ...row.slice(4, 12)]

test('rows and late events are those of the slow evaluation', () => {
  fc.assert(
    fc.property(windows, delays, streams, (window, maxDelayMs, events) => {
      const { rows, lateEvents } = run(createWindowOperator(specificationOf(window, aggregates, maxDelayMs)), events)
      const expected = evaluate(window, maxDelayMs, events)
      expect(lateEvents).toEqual(expected.lateEvents)
      const byEnd = [...rows].sort((left, right) => left[1] - right[1] || left[0] - right[0] || (left[2] < right[2] ? -1 : 1))
      expect(byEnd.map(withoutCause)).toEqual(expected.rows.map(withoutCause))
    }),
    { numRuns: 700 * RUNS },
  )
})

/** Runs a stream in batches of the given sizes, with a checkpoint, or a restart from all checkpoints, between them. */
function runInPieces(
  create: () => ReturnType<typeof createWindowOperator>,
  events: readonly Event[],
  cuts: readonly { size: number; action: number }[],
): Collected {
  const collected = new Collected()
  let operator = create()
  let chunks: Uint8Array[] = []
  let from = 0
  for (let piece = 0; from < events.length; piece++) {
    const { size, action } = cuts[piece % cuts.length]
    const to = Math.min(events.length, from + size)
    collected.base = from
    operator.process(inputOf(events, from, to), collected)
    from = to
    if (action === 1) chunks = [operator.snapshot()]
    else if (action > 1) chunks.push(operator.changes())
    if (action === 3) {
      const { open, watermark } = operator
      operator = create()
      operator.restore(chunks)
      expect(operator.open).toBe(open)
      expect(operator.watermark).toBe(watermark)
    }
  }
  operator.finish(events.length, collected)
  return collected
}

const cuts = fc.array(fc.record({ size: fc.integer({ min: 1, max: 9 }), action: fc.integer({ min: 0, max: 3 }) }), {
  minLength: 1,
  maxLength: 8,
})

test("rows, late events, causes don't depend on borders of batches, checkpoints and restarts", () => {
  fc.assert(
    fc.property(windows, delays, streams, cuts, fc.boolean(), (window, maxDelayMs, events, pieces, partial) => {
      const create = () =>
        (partial ? createPartialOperator : createWindowOperator)(specificationOf(window, aggregates, maxDelayMs)) as ReturnType<
          typeof createWindowOperator
        >
      expect(runInPieces(create, events, pieces).log).toEqual(run(create() as never, events).log)
    }),
    { numRuns: 300 * RUNS },
  )
})

test('an operator that was restored gives the same changes from then on', () => {
  fc.assert(
    fc.property(windows, delays, streams, streams, (window, maxDelayMs, before, after) => {
      const create = () => createWindowOperator(specificationOf(window, aggregates, maxDelayMs))
      const original = create()
      run(original, before, false)
      const restored = create()
      restored.restore([original.changes()])
      run(original, after, false)
      run(restored, after, false)
      // The order of entries is that of reused slots.
      expect(restored.changes().sort()).toEqual(original.changes().sort())
    }),
    { numRuns: 120 * RUNS },
  )
})

/** Delivers the producers' messages in the order that `choices` gives, with restarts of the merge stage. */
function mergeAll(
  window: WindowSpecification,
  logs: readonly (readonly Message[])[],
  choices: readonly number[],
  restartEvery: number,
): string[] {
  const create = () => createMergeOperator({ window, aggregates, producers: logs.length })
  let operator = create()
  const chunks: Uint8Array[] = []
  const collected = new Collected()
  const places = logs.map(() => 0)
  for (let step = 0; ; step++) {
    const left = places.flatMap((place, producer) => (place < logs[producer].length ? [producer] : []))
    if (left.length === 0) break
    const producer = left[(choices[step % choices.length] ?? 0) % left.length]
    deliver(operator, producer, logs[producer][places[producer]++], 0, collected)
    if (restartEvery > 0 && step % restartEvery === 0) {
      chunks.push(operator.changes())
      operator = create()
      operator.restore(chunks)
    }
  }
  expect(operator.open).toBe(0)
  return collected.log
}

const interleavings = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 50 })

test('a merge gives the same rows however its producers interleave and wherever it restarts', () => {
  fc.assert(
    fc.property(
      windows,
      delays,
      fc.array(streams, { minLength: 1, maxLength: 3 }),
      interleavings,
      interleavings,
      fc.integer({ min: 0, max: 7 }),
      (window, maxDelayMs, parts, one, other, restartEvery) => {
        const logs = parts.map((events, partitionIndex) =>
          messagesOf(createPartialOperator({ ...specificationOf(window, aggregates, maxDelayMs), partitionIndex }), events),
        )
        const rows = mergeAll(window, logs, one, 0)
        expect(mergeAll(window, logs, other, restartEvery)).toEqual(rows)
      },
    ),
    { numRuns: 80 * RUNS },
  )
})

test('two stages over one partition give the rows of one stage', () => {
  fc.assert(
    fc.property(windows, delays, streams, (window, maxDelayMs, events) => {
      const specification = specificationOf(window, aggregates.slice(0, 14), maxDelayMs)
      const single = run(createWindowOperator(specification), events).rows.map(row => String(withoutCause(row)))
      const operator = createMergeOperator({ window, aggregates: aggregates.slice(0, 14), producers: 1 })
      const collected = new Collected()
      for (const message of messagesOf(createPartialOperator(specification), events)) deliver(operator, 0, message, 0, collected)
      expect(collected.rows.map(row => String(withoutCause(row)))).toEqual(single)
    }),
    { numRuns: 150 * RUNS },
  )
})
