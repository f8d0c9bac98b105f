import { fail } from './failure'
import type { Integer } from './integers'

const SURROGATE = /[\ud800-\udfff]/

/** A result of more UTF-16 units is a failure, so that `replace` can't turn one record into gigabytes. */
export const MAXIMUM_TEXT_UNITS = 1 << 24

/** Code points. */
export function textLength(text: string): number {
  if (!SURROGATE.test(text)) return text.length
  let length = 0
  for (const _ of text) length++
  return length
}

/** UTF-16 index after `count` code points, from `start`; at most the text's length. */
function skipCodePoints(text: string, start: number, count: number): number {
  let unit = start
  for (let passed = 0; passed < count && unit < text.length; passed++) unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1
  return unit
}

/** The code points from `start`, counted from 1, at most `length` of them; empty beyond the end. */
export function substring(text: string, start: Integer, length: Integer): string {
  if (start < 1) fail(`substring starts at ${start}; a start is at least 1`)
  if (length < 0) fail(`substring has length ${length}; a length is at least 0`)
  const skipped = Math.min(Number(start) - 1, text.length)
  const taken = Math.min(Number(length), text.length)
  if (!SURROGATE.test(text)) return text.slice(skipped, skipped + taken)
  const first = skipCodePoints(text, 0, skipped)
  return text.slice(first, skipCodePoints(text, first, taken))
}

/** Without U+0020 at both ends. */
export function trimSpaces(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) === 32) start++
  while (end > start && text.charCodeAt(end - 1) === 32) end--
  return text.slice(start, end)
}

export function concatTexts(texts: readonly string[]): string {
  let units = 0
  for (const text of texts) units += text.length
  checkUnits('concat', units)
  return texts.join('')
}

export function replaceAll(text: string, search: string, replacement: string): string {
  if (search === '') fail('replace searches for an empty text; give at least one character')
  const parts = text.split(search)
  checkUnits('replace', text.length + (parts.length - 1) * (replacement.length - search.length))
  return parts.join(replacement)
}

export function splitText(text: string, separator: string): readonly string[] {
  if (separator === '') fail('split at an empty separator; give at least one character')
  return text.split(separator)
}

/** Element `part`, counted from 1; null beyond the last. */
export function splitPart(text: string, separator: string, part: Integer): string | null {
  if (separator === '') fail('splitPart at an empty separator; give at least one character')
  if (part < 1) fail(`splitPart asks for part ${part}; parts count from 1`)
  let start = 0
  for (let passed = 1; passed < part; passed++) {
    const next = text.indexOf(separator, start)
    if (next < 0) return null
    start = next + separator.length
  }
  const end = text.indexOf(separator, start)
  return end < 0 ? text.slice(start) : text.slice(start, end)
}

function checkUnits(operation: string, units: number): void {
  if (units > MAXIMUM_TEXT_UNITS) fail(`${operation} gives a text of ${units} UTF-16 units; at most ${MAXIMUM_TEXT_UNITS} are allowed`)
}
