/**
 * Compares by code point, which is also the byte order of UTF-8: the order of object keys and of string statistics.
 * (JavaScript's `<` compares UTF-16 units, which puts U+10000 before U+E000.)
 *
 * @returns below 0, 0 or above 0
 */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return orderOfUnit(a) - orderOfUnit(b)
  }
  return left.length - right.length
}

/** Surrogates stand for code points above U+FFFF, so they sort after every other unit. */
function orderOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
