import { ADD, type WindowInput } from './input'

const { imul } = Math

/** Fields of a key's record. The last pane and slot remember where its last event went, so that most events need no second look-up. */
export const KEY_FIELDS = 6
const START = 0
const LENGTH = 1
const HASH = 2
const REFERENCES = 3
export const LAST_PANE = 4
export const LAST_SLOT = 5

const INITIAL_TABLE = 64
/** Below this many keys nobody minds those that no window holds any more. */
const KEPT_KEYS = 4096

/** Entries whose keys are prepared together; a power of two. */
export const PREPARED = 128
/** Tables of so many keys fit into the processor's nearer caches. */
const NEAR_KEYS = 4096

/** One word into a Murmur3 hash (32 bits). */
function mix(hash: number, word: number): number {
  let mixed = imul(word, 0xcc9e2d51)
  mixed = hash ^ imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
  return (imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

/** Murmur3 over words, without a seed: the same keys give the same table everywhere. The last word may overlap the one before. */
function hashBytes(view: DataView, start: number, end: number): number {
  let hash = end - start
  if (hash < 4) for (let at = start; at < end; at++) hash = mix(hash, view.getUint8(at))
  else {
    const last = end - 4
    for (let at = start; at < last; at += 4) hash = mix(hash, view.getInt32(at, true))
    hash = mix(hash, view.getInt32(last, true))
  }
  hash = imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** Whether `length` bytes of both are the same. */
function sameBytes(left: DataView, leftStart: number, right: DataView, rightStart: number, length: number): boolean {
  if (length < 4) {
    for (let at = 0; at < length; at++) if (left.getUint8(leftStart + at) !== right.getUint8(rightStart + at)) return false
    return true
  }
  const last = length - 4
  for (let at = 0; at < last; at += 4) if (left.getInt32(leftStart + at, true) !== right.getInt32(rightStart + at, true)) return false
  return left.getInt32(leftStart + last, true) === right.getInt32(rightStart + last, true)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * Key bytes → dense id. Ids are counted references; keys that nothing refers to are kept (they often come back in the next
 * window) until they outnumber the others; then a sweep renumbers what is left and tells `onSweep` (old id → new id, −1: gone).
 */
export class KeyTable {
  /** `KEY_FIELDS` for each id. */
  records = new Int32Array(INITIAL_TABLE * KEY_FIELDS)
  arena = new Uint8Array(INITIAL_TABLE * 16)
  private arenaView = viewOf(this.arena)
  /** The bytes of the last look-up, which usually come many times, and their view. */
  private viewed: Uint8Array = this.arena
  private view = this.arenaView
  private table = new Int32Array(INITIAL_TABLE).fill(-1)
  private arenaLength = 0
  private count = 0
  private live = 0
  private peak = 0
  private previousPeak = 0
  private hashes = new Int32Array(0)
  private places = new Int32Array(0)

  constructor(private readonly onSweep: (renumbered: Int32Array) => void) {}

  /** Ids are below this. */
  get size(): number {
    return this.count
  }

  get byteLength(): number {
    return this.records.byteLength + this.arena.byteLength + this.table.byteLength
  }

  start(id: number): number {
    return this.records[id * KEY_FIELDS + START]
  }

  end(id: number): number {
    const record = id * KEY_FIELDS
    return this.records[record + START] + this.records[record + LENGTH]
  }

  /** The id of a key, new if need be (may sweep). A new one must be retained before the next call. */
  find(bytes: Uint8Array, start: number, end: number): number {
    this.look(bytes)
    return this.findHashed(hashBytes(this.view, start, end), bytes, start, end)
  }

  /**
   * Gets the keys of entries from `from` on ready for `findPrepared`, as many as `PREPARED`. In a large table a look-up waits for
   * memory at each of its steps; here each step is done for all entries before the next, and memory answers many of them in the time of one.
   */
  prepare({ length, actions, keyBytes, keyStarts, keyEnds }: WindowInput, from: number): void {
    this.look(keyBytes)
    if (this.hashes.length === 0) {
      this.hashes = new Int32Array(PREPARED)
      this.places = new Int32Array(PREPARED)
    }
    const { view, hashes } = this
    // a local: an import may be a getter
    const add = ADD
    const count = Math.min(PREPARED, length - from)
    for (let at = 0; at < count; at++) {
      if ((actions[from + at] & add) !== 0) hashes[at] = hashBytes(view, keyStarts[from + at], keyEnds[from + at])
    }
    if (this.count > NEAR_KEYS) this.touch(count)
  }

  /** `find` of an entry after `prepare` from `entry & -PREPARED`. */
  findPrepared({ keyBytes, keyStarts, keyEnds }: WindowInput, entry: number): number {
    return this.findHashed(this.hashes[entry & (PREPARED - 1)], keyBytes, keyStarts[entry], keyEnds[entry])
  }

  private touch(count: number): void {
    const { table, records, arena, hashes, places } = this
    const mask = table.length - 1
    for (let at = 0; at < count; at++) places[at] = Math.max(0, table[hashes[at] & mask]) * KEY_FIELDS
    for (let at = 0; at < count; at++) places[at] = records[places[at] + START]
    let touched = 0
    for (let at = 0; at < count; at++) touched += arena[places[at]]
    // kept, so that no compiler leaves the reading out
    places[0] = touched
  }

  private look(bytes: Uint8Array): void {
    if (bytes === this.viewed) return
    this.viewed = bytes
    this.view = viewOf(bytes)
  }

  private findHashed(hash: number, bytes: Uint8Array, start: number, end: number): number {
    const { table, records, view, arenaView } = this
    const length = end - start
    const mask = table.length - 1
    let at = hash & mask
    for (let id = table[at]; id >= 0; id = table[at]) {
      const record = id * KEY_FIELDS
      if (
        records[record + HASH] === hash &&
        records[record + LENGTH] === length &&
        sameBytes(view, start, arenaView, records[record + START], length)
      )
        return id
      at = (at + 1) & mask
    }
    return this.insert(hash, bytes, start, end)
  }

  retain(id: number): void {
    if (this.records[id * KEY_FIELDS + REFERENCES]++ === 0) {
      this.live++
      if (this.live > this.peak) this.peak = this.live
    }
  }

  release(id: number): void {
    if (--this.records[id * KEY_FIELDS + REFERENCES] === 0) this.live--
  }

  /** To be called when windows closed: forgets keys that were in no window for a while. */
  afterClose(): void {
    if (this.count > 4 * Math.max(this.peak, this.previousPeak) + KEPT_KEYS) this.sweep()
    this.previousPeak = this.peak
    this.peak = this.live
  }

  private insert(hash: number, bytes: Uint8Array, start: number, end: number): number {
    if ((this.count + 1) * 10 > this.table.length * 7) {
      if (this.live < this.count * 0.75) this.sweep()
      else this.rehash(this.table.length * 2)
    }
    const id = this.count++
    const record = id * KEY_FIELDS
    if (record + KEY_FIELDS > this.records.length) this.growRecords()
    const length = end - start
    if (this.arenaLength + length > this.arena.length) this.growArena(this.arenaLength + length)
    const { records, arena } = this
    records[record + START] = this.arenaLength
    records[record + LENGTH] = length
    records[record + HASH] = hash
    records[record + REFERENCES] = 0
    records[record + LAST_PANE] = -1
    records[record + LAST_SLOT] = -1
    for (let at = 0; at < length; at++) arena[this.arenaLength + at] = bytes[start + at]
    this.arenaLength += length
    this.place(hash, id)
    return id
  }

  private place(hash: number, id: number): void {
    const mask = this.table.length - 1
    let at = hash & mask
    while (this.table[at] >= 0) at = (at + 1) & mask
    this.table[at] = id
  }

  private rehash(size: number): void {
    this.table = new Int32Array(size).fill(-1)
    for (let id = 0; id < this.count; id++) this.place(this.records[id * KEY_FIELDS + HASH], id)
  }

  private growRecords(): void {
    const larger = new Int32Array(Math.ceil((this.count * 5) / 4 + 64) * KEY_FIELDS)
    larger.set(this.records)
    this.records = larger
  }

  private growArena(needed: number): void {
    if (needed > 0x7fffffff)
      throw new RangeError('keys of open windows take more than 2 GiB: use shorter keys, shorter windows or more partitions')
    const larger = new Uint8Array(Math.min(0x7fffffff, Math.max(needed, Math.ceil((this.arena.length * 5) / 4))))
    larger.set(this.arena)
    this.arena = larger
    this.arenaView = viewOf(larger)
  }

  private sweep(): void {
    const { records, arena, count } = this
    let liveBytes = 0
    for (let id = 0; id < count; id++) if (records[id * KEY_FIELDS + REFERENCES] > 0) liveBytes += records[id * KEY_FIELDS + LENGTH]
    const renumbered = new Int32Array(count).fill(-1)
    const capacity = Math.ceil((this.live * 5) / 4) + INITIAL_TABLE
    this.records = new Int32Array(capacity * KEY_FIELDS)
    this.arena = new Uint8Array(Math.ceil((liveBytes * 5) / 4) + INITIAL_TABLE * 16)
    this.arenaView = viewOf(this.arena)
    this.count = 0
    this.arenaLength = 0
    for (let id = 0; id < count; id++) {
      const record = id * KEY_FIELDS
      if (records[record + REFERENCES] === 0) continue
      const start = records[record + START]
      const length = records[record + LENGTH]
      this.arena.set(arena.subarray(start, start + length), this.arenaLength)
      this.records.set(records.subarray(record, record + KEY_FIELDS), this.count * KEY_FIELDS)
      this.records[this.count * KEY_FIELDS + START] = this.arenaLength
      this.arenaLength += length
      renumbered[id] = this.count++
    }
    let size = INITIAL_TABLE
    while (size < (this.count + 1) * 2) size *= 2
    this.rehash(size)
    this.onSweep(renumbered)
  }
}
