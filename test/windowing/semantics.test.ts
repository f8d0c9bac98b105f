import { createWindowOperator, type WindowSpecification } from '../../windowing'
import { COUNT, type Event, NOT_LAST, run, SUM, specificationOf, TICK } from './support'

const tumbling: WindowSpecification = { kind: 'tumbling', sizeMs: 10, offsetMs: 0 }
const hopping: WindowSpecification = { kind: 'hopping', sizeMs: 20, hopMs: 10, offsetMs: 0 }
const session: WindowSpecification = { kind: 'session', gapMs: 10 }

function rowsOf(window: WindowSpecification, events: readonly Event[], maxDelayMs = 0, finish = true) {
  return run(createWindowOperator(specificationOf(window, [COUNT], maxDelayMs)), events, finish)
}
const at = (...times: readonly number[]): Event[] => times.map(time => ({ time }))

describe('tumbling windows', () => {
  test('an event exactly at the end belongs to the next window and closes the first', () => {
    const { rows } = rowsOf(tumbling, at(0, 9, 10), 0, false)
    expect(rows).toEqual([[0, 10, 'k', 2, 2]])
  })

  test('one millisecond below the end closes nothing', () => {
    expect(rowsOf(tumbling, at(0, 9), 0, false).rows).toEqual([])
    expect(rowsOf(tumbling, at(0, 14), 5, false).rows).toEqual([])
    expect(rowsOf(tumbling, at(0, 15), 5, false).rows).toEqual([[0, 10, 'k', 1, 1]])
  })

  test('negative times round down', () => {
    expect(rowsOf(tumbling, at(-11, -10, -1, 0)).rows).toEqual([
      [-20, -10, 'k', 1, 1],
      [-10, 0, 'k', 3, 2],
      [0, 10, 'k', 4, 1],
    ])
  })

  test.each([3, -7, 13])('an offset of %i moves the grid', offsetMs => {
    expect(rowsOf({ kind: 'tumbling', sizeMs: 10, offsetMs }, at(-8, -7, 2, 3)).rows).toEqual([
      [-17, -7, 'k', 1, 1],
      [-7, 3, 'k', 3, 2],
      [3, 13, 'k', 4, 1],
    ])
  })

  test('a late event is judged by the watermark before it, and moves nothing back', () => {
    const { lateEvents, rows, log } = rowsOf(tumbling, at(5, 25, 9, 20, 19), 0)
    expect(lateEvents).toEqual([2, 4])
    expect(rows).toEqual([
      [0, 10, 'k', 1, 1],
      [20, 30, 'k', 5, 2],
    ])
    expect(log[1]).toBe('late 2 25')
  })

  test('an event below the watermark counts while its window is open', () => {
    expect(rowsOf(tumbling, at(9, 1)).rows).toEqual([[0, 10, 'k', 2, 2]])
  })

  test('an event far ahead closes all windows in order of (end, start, key)', () => {
    const events = [
      { time: 12, key: 'b' },
      { time: 1, key: 'b' },
      { time: 2, key: 'a' },
      { time: 13, key: 'ab' },
      { time: 14, key: 'B' },
      { time: 1e12, key: 'z' },
    ]
    expect(rowsOf(tumbling, events, 20, false).rows.map(row => row.slice(0, 3))).toEqual([
      [0, 10, 'a'],
      [0, 10, 'b'],
      [10, 20, 'B'],
      [10, 20, 'ab'],
      [10, 20, 'b'],
    ])
  })

  test('a tick closes without being counted; it moves the watermark to its time less the delay', () => {
    const events = [{ time: 1 }, { time: 14, actions: TICK }, { time: 15, actions: TICK }]
    expect(rowsOf(tumbling, events, 5, false).rows).toEqual([[0, 10, 'k', 2, 1]])
  })

  test('entries of one exploded event are judged by the watermark before it', () => {
    const events = [{ time: 5 }, { time: 30, actions: NOT_LAST }, { time: 6, actions: NOT_LAST }, { time: 30 }]
    const { lateEvents, rows } = rowsOf(tumbling, events)
    expect(lateEvents).toEqual([])
    expect(rows).toEqual([
      [0, 10, 'k', 3, 2],
      [30, 40, 'k', 4, 2],
    ])
  })

  test('the end of the input closes everything; afterwards all is late', () => {
    const operator = createWindowOperator(specificationOf(tumbling))
    expect(run(operator, at(1)).rows).toEqual([[0, 10, 'k', 1, 1]])
    expect(operator.watermark).toBe(Number.POSITIVE_INFINITY)
    expect(run(operator, at(1e9)).lateEvents).toEqual([0])
    expect(operator.open).toBe(0)
  })

  test('the watermark starts at minus infinity', () => {
    const operator = createWindowOperator(specificationOf(tumbling, [COUNT], 7))
    expect(operator.watermark).toBe(Number.NEGATIVE_INFINITY)
    run(operator, at(-1000), false)
    expect(operator.watermark).toBe(-1007)
  })
})

describe('hopping windows', () => {
  test('an event is in size / hop windows', () => {
    expect(rowsOf(hopping, at(10)).rows).toEqual([
      [0, 20, 'k', 1, 1],
      [10, 30, 'k', 1, 1],
    ])
  })

  test('late is decided per window: dropped from closed ones, counted in open ones', () => {
    const { rows, lateEvents } = rowsOf(hopping, at(5, 20, 15, 30, 9, 19))
    expect(rows).toEqual([
      [-10, 10, 'k', 1, 1],
      [0, 20, 'k', 1, 1],
      [10, 30, 'k', 3, 2],
      [20, 40, 'k', 6, 1 + 1],
      [30, 50, 'k', 6, 1],
    ])
    expect(lateEvents).toEqual([4, 5])
  })

  test('windows between far panes are not visited', () => {
    const { rows } = rowsOf(hopping, at(0, 8.64e14))
    expect(rows.map(row => row[0])).toEqual([-10, 0, 8.64e14 - 10, 8.64e14])
  })

  test('a key in several panes gives one row with its parts merged', () => {
    const operator = createWindowOperator(specificationOf(hopping, [COUNT, SUM]))
    const events = [
      { time: 1, key: 'b', value: 1 },
      { time: 11, key: 'b', value: 2 },
      { time: 12, key: 'a', value: 4 },
    ]
    expect(run(operator, events).rows).toEqual([
      [-10, 10, 'b', 1, 1, 1],
      [0, 20, 'a', 3, 1, 4],
      [0, 20, 'b', 3, 2, 3],
      [10, 30, 'a', 3, 1, 4],
      [10, 30, 'b', 3, 1, 2],
    ])
  })

  test('refuses a size that is no multiple of the hop', () => {
    expect(() => createWindowOperator(specificationOf({ kind: 'hopping', sizeMs: 25, hopMs: 10, offsetMs: 0 }))).toThrow(
      'sizeMs 25 is not a multiple of hopMs 10: choose a hop that divides the size',
    )
  })
})

describe('sessions', () => {
  test('an event exactly a gap later starts a new session', () => {
    expect(rowsOf(session, at(0, 9, 19)).rows).toEqual([
      [0, 19, 'k', 2, 2],
      [19, 29, 'k', 3, 1],
    ])
  })

  test('an event exactly a gap earlier stays apart too', () => {
    expect(rowsOf(session, at(10, 0), 100).rows).toEqual([
      [0, 10, 'k', 2, 1],
      [10, 20, 'k', 2, 1],
    ])
  })

  test('an event joins two sessions into one, with what was added in the same batch', () => {
    const operator = createWindowOperator(specificationOf(session, [COUNT, SUM], 100))
    const events = [
      { time: 0, value: 1 },
      { time: 12, value: 2 },
      { time: 6, value: 4 },
      { time: 30, value: 8 },
    ]
    const { rows } = run(operator, events)
    expect(rows).toEqual([
      [0, 22, 'k', 4, 3, 7],
      [30, 40, 'k', 4, 1, 8],
    ])
    expect(operator.open).toBe(0)
  })

  test('an event below the watermark is late, even where its session is open', () => {
    const { rows, lateEvents } = rowsOf(session, at(0, 5, 4, 5))
    expect(lateEvents).toEqual([2])
    expect(rows).toEqual([[0, 15, 'k', 4, 3]])
  })

  test('a session closes when the watermark reaches last + gap, not before', () => {
    expect(rowsOf(session, [{ time: 0 }, { time: 9, actions: TICK }], 0, false).rows).toEqual([])
    expect(rowsOf(session, [{ time: 0 }, { time: 10, actions: TICK }], 0, false).rows).toEqual([[0, 10, 'k', 1, 1]])
  })

  test('a key may have many open sessions', () => {
    const times = Array.from({ length: 20_000 }, (_, place) => place * 10)
    const { rows } = rowsOf(session, at(...times, 31, 199_985, 35), 1e9)
    expect(rows.length).toBe(19_998)
    expect(rows[3]).toEqual([30, 50, 'k', 20_003, 4])
  })

  test('rows of one closing event are sorted by (end, start, key)', () => {
    const events = [
      { time: 5, key: 'c' },
      { time: 0, key: 'b' },
      { time: 5, key: 'b' },
      { time: 5, key: 'a' },
      { time: 1, key: 'd' },
      { time: 100, key: 'z' },
    ]
    expect(rowsOf(session, events, 20, false).rows.map(row => row.slice(0, 4))).toEqual([
      [1, 11, 'd', 5],
      [0, 15, 'b', 5],
      [5, 15, 'a', 5],
      [5, 15, 'c', 5],
    ])
  })
})
