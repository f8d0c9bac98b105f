import type { MemberList } from './members'
import type { JsonScanner } from './scanner'

const MAX_MEMBERS = 256
const MAX_GLUE_BYTES = 16_384

/** A member of a shape. */
export interface ShapeMember {
  /** The bytes between the value before (or the record's start) and this value: `{"id":`, `, "score": `, space included. */
  readonly glue: Uint8Array
  /** Index of the field, or `UNKNOWN_NAME`. */
  readonly field: number
  /** The first byte of the value that was seen: what kind of value to expect. */
  readonly firstByte: number
  /** Of the value that was seen, in bytes. */
  readonly valueLength: number
}

/** How a record is written, but for its values. */
export interface Shape {
  readonly members: readonly ShapeMember[]
  /** The bytes behind the last value. */
  readonly tail: Uint8Array
}

/**
 * The shape of a good record, from its list of members; undefined where it is no help: no members, very many of them, or
 * a field twice (then the last one wins, which only the general reader does).
 */
export function shapeOf(scanner: JsonScanner, list: MemberList, start: number, end: number): Shape | undefined {
  if (list.length === 0 || list.length > MAX_MEMBERS) return undefined
  const members: ShapeMember[] = []
  const seen = new Set<number>()
  let glueStart = start
  let glueBytes = 0
  for (let index = 0; index < list.length; index++) {
    const field = list.fields[index]
    if (field >= 0 && seen.has(field)) return undefined
    seen.add(field)
    const valueStart = list.starts[index]
    members.push({
      glue: scanner.bytes.slice(glueStart, valueStart),
      field,
      firstByte: scanner.bytes[valueStart],
      valueLength: list.ends[index] - valueStart,
    })
    glueBytes += valueStart - glueStart
    glueStart = list.ends[index]
  }
  return glueBytes + end - glueStart > MAX_GLUE_BYTES ? undefined : { members, tail: scanner.bytes.slice(glueStart, end) }
}
