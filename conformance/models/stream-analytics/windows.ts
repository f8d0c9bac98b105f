import type { Window } from './syntax'

export interface Placed<Item> {
  /** What System.Timestamp() is. */
  readonly endMs: number
  readonly items: readonly Item[]
}

/** The windows of a group's events, which are in the order of their time. Windows are (start, end], shifted by the offset; the end is their time. */
export function placed<Item extends { readonly timeMs: number }>(items: readonly Item[], window: Window): readonly Placed<Item>[] {
  if (window.kind === 'session') return sessions(items, window)
  const hopMs = window.kind === 'hopping' ? window.hopMs : window.sizeMs
  const windows = new Map<number, Item[]>()
  for (const item of items) {
    // Ends lie at the offset and multiples of the hop: the first that is not before the event, and the others within a size of it.
    const shifted = item.timeMs - window.offsetMs
    const first = Math.ceil(shifted / hopMs) * hopMs + window.offsetMs
    for (let endMs = first; endMs - window.sizeMs < item.timeMs; endMs += hopMs) {
      const held = windows.get(endMs) ?? []
      windows.set(endMs, held)
      held.push(item)
    }
  }
  return [...windows].map(([endMs, held]) => ({ endMs, items: held }))
}

/**
 * A session goes on while the next event is less than the timeout away. The documentation doesn't say what happens at the timeout itself; Trill, the engine that is
 * Stream Analytics' core, closes the window there before it takes the event (SessionWindowPipe). Its maximum is looked at at multiples of the maximum: the
 * session ends at the first that it reaches and that lies a whole maximum behind its begin.
 */
function sessions<Item extends { readonly timeMs: number }>(
  items: readonly Item[],
  { timeoutMs, maxDurationMs }: Extract<Window, { readonly kind: 'session' }>,
): readonly Placed<Item>[] {
  const found: { items: Item[]; limitMs: number; endMs: number }[] = []
  for (const item of items) {
    const open = found.at(-1)
    const last = open?.items.at(-1)
    if (open === undefined || last === undefined || item.timeMs >= last.timeMs + timeoutMs || item.timeMs >= open.limitMs) {
      const rest = ((item.timeMs % maxDurationMs) + maxDurationMs) % maxDurationMs
      const limitMs = item.timeMs - rest + (rest === 0 ? 1 : 2) * maxDurationMs
      found.push({ items: [item], limitMs, endMs: Math.min(item.timeMs + timeoutMs, limitMs) })
    } else {
      open.items.push(item)
      open.endMs = Math.min(item.timeMs + timeoutMs, open.limitMs)
    }
  }
  return found
}
