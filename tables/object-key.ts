import { TableError } from './errors'

const MAX_KEY_LENGTH = 1024

/** Why a character is refused: it has a meaning in a path of some system, or cannot be in a file's name on Windows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const FORBIDDEN = /[\u0000-\u001f\u007f\\:*?"<>|]/

/**
 * Checks a key: 1 to 1,024 characters; segments between `/` are neither empty nor `.` nor `..`, and hold no control
 * characters and none of `\ : * ? " < > |`. So a key never leaves the store's root, on any system.
 *
 * @throws TableError
 */
export function checkKey(key: string): void {
  const reason = problemOf(key)
  if (reason !== undefined) throw new TableError(`object key ${JSON.stringify(key.slice(0, 100))} ${reason}`)
}

function problemOf(key: string): string | undefined {
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) return `has ${key.length} characters; 1 to ${MAX_KEY_LENGTH} are allowed`
  if (FORBIDDEN.test(key)) return 'has a control character or one of \\ : * ? " < > |; escape it'
  for (const segment of key.split('/')) {
    if (segment === '') return 'has an empty segment; remove the extra "/"'
    if (segment === '.' || segment === '..') return `has the segment "${segment}"; write the path without it`
    if (segment.endsWith('.') || segment.endsWith(' ')) return 'has a segment that ends in a dot or space, which Windows drops; escape it'
  }
  return undefined
}
