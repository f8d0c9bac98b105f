import type { AggregateSpecification } from './aggregate'
import { ByteReader, type ByteWriter } from './bytes'
import { StateError } from './state-error'
import type { WindowSpecification } from './window'

const { imul } = Math
const { isArray } = Array
const { entries } = Object

/** "SBWS": streambed window state. */
const MAGIC = 0x53574253
const FORMAT_VERSION = 1
const PARTIAL_VERSION = 1

export const SNAPSHOT = 1
export const CHANGES = 2
type ChunkKind = typeof SNAPSHOT | typeof CHANGES

/** What state depends on. The partition's index isn't part of it: state may move to another one. */
export interface DigestInput {
  /** `merge` was the one that knew its producers by their count alone; nothing reads its state any more. */
  readonly role: 'rows' | 'partials' | 'merge-by-number' | 'partial'
  readonly window: WindowSpecification
  readonly aggregates: readonly AggregateSpecification[]
  readonly maxDelayMs?: number
  readonly producers?: number
}

function stable(value: unknown): unknown {
  if (isArray(value)) return value.map(stable)
  if (typeof value !== 'object' || value === null) return value
  return entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => [name, stable(member)])
}

/** FNV-1a, 32 bits, over the UTF-16 units of the text of what state depends on. */
export function digestOf(input: DigestInput): number {
  let hash = 0x811c9dc5
  const text = JSON.stringify(stable(input))
  for (let at = 0; at < text.length; at++) hash = imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** `sequence` counts changes, so that a missing or repeated chunk is found. */
export function writeHeader(writer: ByteWriter, kind: ChunkKind, digest: number, sequence: number): void {
  writer.uint32(MAGIC)
  writer.uint8(FORMAT_VERSION)
  writer.uint8(kind)
  writer.uint32(digest)
  writer.variable(sequence)
}

/** Checks the header of each chunk and their order. Gives readers that stand behind it, and the last sequence number. */
export function openChunks(
  chunks: readonly Uint8Array[],
  digest: number,
): { readonly readers: readonly ByteReader[]; readonly sequence: number } {
  let sequence = 0
  const readers = chunks.map((chunk, index) => {
    const reader = new ByteReader(chunk)
    if (chunk.length < 11 || reader.uint32() !== MAGIC)
      throw new StateError(`chunk ${index} is not window state: restore what snapshot and changes gave`)
    const version = reader.uint8()
    if (version !== FORMAT_VERSION) {
      throw new StateError(
        `window state has format version ${version}, but this release reads ${FORMAT_VERSION}: use the release that wrote it, or start without state`,
      )
    }
    const kind = reader.uint8()
    if (reader.uint32() !== digest) {
      throw new StateError(
        'window state was made with other windows, aggregates, delays or producers: restore it with the definition that made it, or start without state',
      )
    }
    const number = reader.variable()
    if (kind === SNAPSHOT) {
      if (index > 0) throw new StateError(`chunk ${index} is a snapshot: restore one snapshot, followed by changes`)
    } else if (kind !== CHANGES || number !== sequence + 1) {
      throw new StateError(
        `chunk ${index} has number ${number}, but ${sequence + 1} follows: restore a snapshot and all changes after it, in order`,
      )
    }
    sequence = number
    return reader
  })
  return { readers, sequence }
}

export function writePartialHeader(writer: ByteWriter, digest: number): void {
  writer.uint8(PARTIAL_VERSION)
  writer.uint32(digest)
}

/** A reader that stands at the accumulators of a partial. */
export function openPartial(state: Uint8Array, digest: number): ByteReader {
  const reader = new ByteReader(state)
  const version = reader.uint8()
  if (version !== PARTIAL_VERSION)
    throw new StateError(
      `a partial has format version ${version}, but this release reads ${PARTIAL_VERSION}: use one release in both stages`,
    )
  if (reader.uint32() !== digest)
    throw new StateError('a partial was made with other windows or aggregates: run both stages with one definition')
  return reader
}
