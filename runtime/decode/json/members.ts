import { FAULT, type JsonScanner, MAX_DEPTH } from './scanner'
import { unescaped } from './strings'

/** A name that isn't in the table. */
export const UNKNOWN_NAME = -1

/** The members of one object in order, duplicates included: which field, and where the value is. Reused. */
export class MemberList {
  length = 0
  fields = new Int32Array(32)
  starts = new Int32Array(32)
  ends = new Int32Array(32)

  add(field: number, start: number, end: number): void {
    if (this.length === this.fields.length) {
      this.fields = doubled(this.fields)
      this.starts = doubled(this.starts)
      this.ends = doubled(this.ends)
    }
    this.fields[this.length] = field
    this.starts[this.length] = start
    this.ends[this.length] = end
    this.length++
  }
}

/** Finds names (wire names of fields, enum values) by their UTF-8 bytes. */
export class NameTable {
  private readonly byLength = new Map<number, { readonly index: number; readonly name: Uint8Array }[]>()

  constructor(names: readonly string[]) {
    const encoder = new TextEncoder()
    names.forEach((text, index) => {
      const name = encoder.encode(text)
      const others = this.byLength.get(name.length)
      if (others === undefined) this.byLength.set(name.length, [{ index, name }])
      else others.push({ index, name })
    })
  }

  /** The name's index, else `UNKNOWN_NAME`. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const candidates = this.byLength.get(end - start)
    if (candidates === undefined) return UNKNOWN_NAME
    for (let candidate = 0; candidate < candidates.length; candidate++) {
      const { index, name } = candidates[candidate]
      let position = 0
      while (position < name.length && bytes[start + position] === name[position]) position++
      if (position === name.length) return index
    }
    return UNKNOWN_NAME
  }
}

/** Checks the object at `start`, lists its members, and gives the position behind it or `FAULT`. */
export function listMembers(scanner: JsonScanner, names: NameTable, start: number, end: number, depth: number, list: MemberList): number {
  list.length = 0
  if (depth >= MAX_DEPTH) return scanner.skipValue(start, end, depth)
  const bytes = scanner.bytes
  let position = scanner.skipSpace(start + 1, end)
  if (position < end && bytes[position] === 125) return position + 1
  for (;;) {
    const nameStart = position + 1
    position = scanner.skipName(position, end)
    if (position < 0) return FAULT
    const field = findField(scanner, names, nameStart, end)
    const valueStart = position
    position = scanner.skipValue(valueStart, end, depth + 1)
    if (position < 0) return FAULT
    list.add(field, valueStart, position)
    position = scanner.skipSpace(position, end)
    const byte = position < end ? bytes[position] : 0
    if (byte === 125) return position + 1
    if (byte !== 44) return scanner.malformed(position, 'a comma or } is expected')
    position = scanner.skipSpace(position + 1, end)
  }
}

function findField(scanner: JsonScanner, names: NameTable, start: number, end: number): number {
  const special = scanner.findSpecial(start, end)
  if (scanner.bytes[special] === 34) return names.find(scanner.bytes, start, special)
  const name = unescaped(scanner, start, scanner.skipString(special, end) - 1)
  return names.find(name, 0, name.length)
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const result = new Int32Array(array.length * 2)
  result.set(array)
  return result
}
