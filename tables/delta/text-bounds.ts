/** Code points of a string bound; what Delta's `delta.dataSkippingStringPrefixLength` is by default. */
const PREFIX_LENGTH = 32
const LAST_CODE_POINT = 0x10ffff
const LAST_BEFORE_SURROGATES = 0xd7ff
const FIRST_AFTER_SURROGATES = 0xe000

/** A text of at most 32 code points that is not above the value: its prefix. */
export function shortestText(value: string): string {
  return prefixOf(value).join('')
}

/**
 * A text of at most 32 code points that is not below the value: the value, or its prefix with the last code point that
 * has a successor raised to it. Undefined where there is none.
 */
export function longestText(value: string): string | undefined {
  const prefix = prefixOf(value)
  if (prefix.join('').length === value.length) return value
  while (prefix.length > 0) {
    const last = prefix.pop()?.codePointAt(0) ?? LAST_CODE_POINT
    if (last < LAST_CODE_POINT)
      return prefix.join('') + String.fromCodePoint(last === LAST_BEFORE_SURROGATES ? FIRST_AFTER_SURROGATES : last + 1)
  }
  return undefined
}

function prefixOf(value: string): string[] {
  // Two units for each code point are enough, so that a text of megabytes is not split.
  return Array.from(value.slice(0, 2 * PREFIX_LENGTH)).slice(0, PREFIX_LENGTH)
}
