import { KqlError, type KqlValue, Ticks } from './values'

/**
 * `row_window_session` over rows in their order: a session begins where there was none, where the value equals or exceeds the session's first plus the greatest distance from
 * it, or the value before plus the greatest distance between neighbors, and where it is asked for. https://learn.microsoft.com/kusto/query/row-window-session-function
 */
export function sessionStarts(rows: readonly (readonly KqlValue[])[]): readonly KqlValue[] {
  let start: bigint | undefined
  let before = 0n
  return rows.map(([value, fromFirst, betweenNeighbors, restart]) => {
    if (!(value instanceof Ticks) || !(fromFirst instanceof Ticks) || !(betweenNeighbors instanceof Ticks))
      throw new KqlError('row_window_session takes a datetime and two timespans')
    const { ticks } = value
    if (start === undefined || restart === true || ticks >= start + fromFirst.ticks || ticks >= before + betweenNeighbors.ticks)
      start = ticks
    before = ticks
    return new Ticks('datetime', start)
  })
}
