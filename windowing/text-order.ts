/** Code units in the order of code points: surrogates come after the rest of the basic plane. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/**
 * Orders strings by code points, which is the order of their UTF-8 bytes: below 0, 0 or above 0. JavaScript's own order is that of UTF-16 units, which puts
 * U+1F600 (a surrogate pair) before U+FF5E.
 */
export function compareText(left: string, right: string): number {
  const shared = Math.min(left.length, right.length)
  for (let at = 0; at < shared; at++) {
    const a = left.charCodeAt(at)
    const b = right.charCodeAt(at)
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}
