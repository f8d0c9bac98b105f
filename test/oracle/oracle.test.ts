import {
  accepts,
  type ExpectedValue,
  type OracleDefinition,
  type OracleEntry,
  type OracleKey,
  type OracleValue,
  oraclePartition,
  oracleRows,
} from '.'

const count = { aggregate: 'count', column: -1, input: 'object' } as const

function event(ordinal: number, time: number, key: OracleKey = ['a'], columns: readonly OracleValue[] = []): OracleEntry {
  return { ordinal, time, rows: [{ key, columns }] }
}

const tick = (ordinal: number, time: number): OracleEntry => ({ ordinal, time, rows: [] })

function brief(
  rows: readonly { start: number; end: number; key: OracleKey; cause?: number; values: readonly ExpectedValue[] }[],
): string[] {
  return rows.map(({ start, end, key, cause, values: [value] }) => {
    const shown = value.kind === 'exact' ? value.value : value.kind
    return `[${start},${end}) ${key.join('/')} ${shown}${cause === undefined ? '' : ` by ${cause}`}`
  })
}

const tumbling: OracleDefinition = { window: { kind: 'tumbling', sizeMs: 10, offsetMs: 0 }, aggregates: [count], maxDelayMs: 5 }

describe('one partition', () => {
  test('a window closes at the first entry that brings the watermark to its end, and an event at the end is in the next one', () => {
    const entries = [event(1, 3), event(2, 10), event(3, 14), event(4, 15), event(5, 24)]
    expect(brief(oraclePartition({ entries }, tumbling).rows)).toEqual(['[0,10) a 1 by 4'])
    expect(brief(oraclePartition({ entries, endCause: 6 }, tumbling).rows)).toEqual([
      '[0,10) a 1 by 4',
      '[10,20) a 3 by 6',
      '[20,30) a 1 by 6',
    ])
  })

  test('negative times, offsets and ticks', () => {
    const definition: OracleDefinition = { ...tumbling, window: { kind: 'tumbling', sizeMs: 10, offsetMs: 3 }, maxDelayMs: 0 }
    const { rows } = oraclePartition({ entries: [event(1, -8), event(2, -7), tick(3, 3)] }, definition)
    expect(brief(rows)).toEqual(['[-17,-7) a 1 by 2', '[-7,3) a 1 by 3'])
  })

  test('late is decided per window, by the watermark before the event', () => {
    const definition: OracleDefinition = { ...tumbling, window: { kind: 'hopping', sizeMs: 10, hopMs: 5, offsetMs: 0 } }
    const { rows, late } = oraclePartition({ entries: [event(1, 15), event(2, 7), event(3, 4), event(4, 30)] }, definition)
    expect(brief(rows)).toEqual(['[5,15) a 1 by 4', '[10,20) a 1 by 4', '[15,25) a 1 by 4'])
    expect(late).toEqual([{ ordinal: 3, row: 0, watermark: 10 }])
  })

  test('rows that close together are ordered by end, start and key in code point order', () => {
    const entries = [event(1, 1, ['\u{10000}']), event(2, 2, ['\uffff']), event(3, 3, ['']), event(4, 11, ['']), tick(5, 99)]
    expect(brief(oraclePartition({ entries }, tumbling).rows)).toEqual([
      '[0,10)  1 by 5',
      '[0,10) \uffff 1 by 5',
      '[0,10) \u{10000} 1 by 5',
      '[10,20)  1 by 5',
    ])
  })

  test('of an exploded event all rows count, and a dropped one moves the watermark', () => {
    const exploded: OracleEntry = { ordinal: 1, time: 5, rows: ['a', 'b', 'a'].map(key => ({ key: [key], columns: [] })) }
    expect(brief(oraclePartition({ entries: [exploded, tick(2, 15)] }, tumbling).rows)).toEqual(['[0,10) a 2 by 2', '[0,10) b 1 by 2'])
  })
})

describe('sessions', () => {
  const definition: OracleDefinition = { window: { kind: 'session', gapMs: 10 }, aggregates: [count], maxDelayMs: 20 }

  test('the gap is strict, and an event may join two', () => {
    expect(brief(oraclePartition({ entries: [event(1, 0), event(2, 10)], endCause: 3 }, definition).rows)).toHaveLength(2)
    expect(brief(oraclePartition({ entries: [event(1, 0), event(2, 18), event(3, 9)], endCause: 4 }, definition).rows)).toEqual([
      '[0,28) a 3 by 4',
    ])
  })

  test('an event is late exactly below the watermark', () => {
    const { rows, late } = oraclePartition(
      { entries: [event(1, 0), event(2, 40, ['b']), event(3, 19), event(4, 20)], endCause: 5 },
      definition,
    )
    expect(brief(rows)).toEqual(['[0,10) a 1 by 2', '[20,30) a 1 by 5', '[40,50) b 1 by 5'])
    expect(late).toEqual([{ ordinal: 3, row: 0, watermark: 20 }])
  })

  test('partitions together: a session may span them, and closes by the smallest watermark', () => {
    const logs = [{ entries: [event(1, 0), tick(2, 70)] }, { entries: [event(1, 9), event(2, 50)] }]
    expect(brief(oracleRows(logs, definition).rows)).toEqual(['[0,19) a 2'])
  })
})

describe('aggregates', () => {
  const columns: readonly OracleValue[] = [2n ** 62n, 2n ** 62n, null, -1, 5]

  function value(aggregate: OracleDefinition['aggregates'][number], given: readonly OracleValue[] = columns): ExpectedValue {
    const entries = given.map((column, index) => event(index + 1, index % 2, ['a'], [column]))
    const [row] = oracleRows([{ entries, endCause: 99 }], { ...tumbling, aggregates: [aggregate] }).rows
    return row.values[0]
  }

  const integer = { column: 0, input: 'integer' } as const

  test('are exact beyond 2^53, skip nulls, and refuse what int64 does not hold', () => {
    expect(value({ aggregate: 'count', ...integer })).toEqual({ kind: 'exact', value: 4 })
    expect(value({ aggregate: 'sum', ...integer })).toEqual({ kind: 'overflow', value: 2n ** 63n + 4n })
    expect(value({ aggregate: 'sum', ...integer }, [2n ** 62n, 2n ** 62n - 1n])).toEqual({ kind: 'exact', value: 2n ** 63n - 1n })
    expect(value({ aggregate: 'sum', ...integer }, [null])).toEqual({ kind: 'exact', value: null })
    expect(value({ aggregate: 'max', ...integer })).toEqual({ kind: 'exact', value: 2n ** 62n })
    expect(value({ aggregate: 'countDistinct', ...integer })).toEqual({ kind: 'exact', value: 3 })
    expect(value({ aggregate: 'avg', ...integer, divisor: 100 }, [100, null, 200])).toMatchObject({ value: 1.5 })
  })

  test('first and last go by time, then by position; nulls count where they are kept', () => {
    // Even positions are at time 0, odd ones at time 1.
    expect(value({ aggregate: 'first', ...integer, keepNulls: false }, [null, 1, 2, 3])).toEqual({ kind: 'exact', value: 2 })
    expect(value({ aggregate: 'first', ...integer, keepNulls: true }, [null, 1, 2, 3])).toEqual({ kind: 'exact', value: null })
    expect(value({ aggregate: 'last', ...integer, keepNulls: false }, [9, 1, 2, null])).toEqual({ kind: 'exact', value: 1 })
  })

  test('bounds accept what they must and nothing else', () => {
    const top = value({ aggregate: 'topK', column: 0, input: 'object', limit: 1, capacity: 5 }, ['x', 'y', 'y'])
    expect(accepts(top, [{ value: 'y', count: 2 }])).toBe(true)
    expect(accepts(top, [{ value: 'x', count: 1 }])).toBe(false)
    expect(accepts(top, [])).toBe(false)
    const median = value({ aggregate: 'quantile', ...integer, fraction: 0.5, accuracy: 200 }, [3, 1, 2, 10])
    expect(accepts(median, 2)).toBe(true)
    expect(accepts(median, 3)).toBe(false)
    const distinct = value({ aggregate: 'approxCountDistinct', ...integer, precision: 14 })
    expect([2.99, 9].map(actual => accepts(distinct, actual))).toEqual([true, false])
    expect(accepts({ kind: 'double', value: 0.3, magnitude: 0.3 }, 0.1 + 0.2)).toBe(true)
    expect(accepts({ kind: 'double', value: 0.3, magnitude: 0.3 }, 0.3001)).toBe(false)
    expect(accepts({ kind: 'exact', value: 5 }, 5n)).toBe(false)
  })
})
