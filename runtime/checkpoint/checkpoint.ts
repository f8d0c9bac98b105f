import { damagedCheckpoint, incompatibleState, unknownCheckpointFormat } from '../errors'
import type { Position } from '../records'
import { ByteReader, ByteWriter } from './bytes'
import { crc32 } from './crc32'

/** Since 3 a partition's checkpoint holds its messages to the shuffle log. */
const FORMAT = 3
const MAGIC = [0x53, 0x42, 0x43] // 'SBC'
const BASE = 1
const CHANGE = 2
const CHECKSUM_BYTES = 4

/** How a log ended. */
const OPEN = 0
const FINISHED = 1
const HANDED_OVER = 2

/** How far a partition was processed. */
export interface Progress {
  /** Of the last processed record; null before the first. */
  readonly position: Position | null
  /** Records and ticks processed so far; the last one's cause. The end of a bounded input and a hand-over count too. */
  readonly ordinal: number
  /** The end of a bounded input was processed. */
  readonly finished: boolean
  /** The log has ended, and others go on from its state. */
  readonly handedOver: boolean
}

/** State that is stored with a checkpoint, e.g. an operator's. */
export interface StatePart {
  /** Unique in the checkpoint. */
  readonly name: string
  /** State is only restored into a part of the same fingerprint. */
  readonly fingerprint: string
  readonly state: {
    changes(): Uint8Array
    snapshot(): Uint8Array
    restore(chunks: readonly Uint8Array[]): void
  }
}

/** A whole checkpoint: instead of everything that was stored before. */
export function encodeBase(progress: Progress, unordered: readonly StatePart[]): Uint8Array {
  const parts = ordered(unordered)
  const writer = open(BASE)
  writer.count(parts.length)
  for (const part of parts) {
    writer.text(part.name)
    writer.text(part.fingerprint)
  }
  writeProgress(writer, progress)
  for (const part of parts) writer.bytes(part.state.snapshot())
  return seal(writer)
}

/** What changed since the last chunk. */
export function encodeChange(progress: Progress, parts: readonly StatePart[]): Uint8Array {
  const writer = open(CHANGE)
  writeProgress(writer, progress)
  for (const part of ordered(parts)) writer.bytes(part.state.changes())
  return seal(writer)
}

/** Whether stored state, of the stored fingerprint, may be restored into a part of that fingerprint. */
export type FingerprintMatch = (stored: string, fingerprint: string) => boolean

/**
 * Restores the parts from stored chunks: a base, then changes.
 * @throws StateError where chunks are damaged, of an unknown format, or made with other parts.
 */
export function restoreCheckpoint(
  partition: string,
  chunks: readonly Uint8Array[],
  unordered: readonly StatePart[],
  matches: FingerprintMatch = Object.is,
): Progress {
  const parts = ordered(unordered)
  let progress: Progress | undefined
  const states: Uint8Array[][] = parts.map(() => [])
  for (const [index, chunk] of chunks.entries()) {
    const reader = openChunk(partition, chunk, index === 0 ? BASE : CHANGE)
    if (index === 0) checkParts(partition, reader, parts, matches)
    progress = readProgress(reader)
    for (const state of states) state.push(reader.bytes())
    reader.finish()
  }
  if (!progress) throw damagedCheckpoint(partition, 'it has no chunks')
  for (const [index, part] of parts.entries()) part.state.restore(states[index])
  return progress
}

/** By name, so that outputs may change places in a definition. */
const ordered = (parts: readonly StatePart[]) => parts.toSorted((one, other) => (one.name < other.name ? -1 : 1))

function open(kind: number): ByteWriter {
  const writer = new ByteWriter()
  for (const byte of MAGIC) writer.byte(byte)
  writer.byte(FORMAT)
  writer.byte(kind)
  return writer
}

function writeProgress(writer: ByteWriter, progress: Progress): void {
  writer.position(progress.position)
  writer.double(progress.ordinal)
  writer.byte(progress.finished ? FINISHED : progress.handedOver ? HANDED_OVER : OPEN)
}

function readProgress(reader: ByteReader): Progress {
  const position = reader.position()
  const ordinal = reader.double()
  const end = reader.byte()
  return { position, ordinal, finished: end === FINISHED, handedOver: end === HANDED_OVER }
}

function seal(writer: ByteWriter): Uint8Array {
  writer.count(crc32(writer.written()))
  return writer.take()
}

function openChunk(partition: string, chunk: Uint8Array, expectedKind: number): ByteReader {
  const fail = (problem: string) => damagedCheckpoint(partition, problem)
  const end = chunk.length - CHECKSUM_BYTES
  if (end < MAGIC.length + 2) throw fail(`a chunk has only ${chunk.length} bytes`)
  if (MAGIC.some((byte, index) => chunk[index] !== byte)) throw fail('a chunk does not start like a checkpoint')
  const reader = new ByteReader(chunk, fail, end)
  for (let index = 0; index < MAGIC.length; index++) reader.byte()
  const format = reader.byte()
  const checksum = new DataView(chunk.buffer, chunk.byteOffset + end, CHECKSUM_BYTES).getUint32(0, true)
  if (crc32(chunk, 0, end) !== checksum) throw fail('the checksum of a chunk is wrong')
  if (format !== FORMAT) throw unknownCheckpointFormat(partition, format, FORMAT)
  const kind = reader.byte()
  if (kind !== expectedKind) throw fail(`a chunk of kind ${kind} stands where one of kind ${expectedKind} belongs`)
  return reader
}

function checkParts(partition: string, reader: ByteReader, parts: readonly StatePart[], matches: FingerprintMatch): void {
  const stored = new Map<string, string>()
  for (let left = reader.count(); left > 0; left--) stored.set(reader.text(), reader.text())
  const names = new Set(parts.map(part => part.name))
  const differences = [
    ...parts.flatMap(({ name, fingerprint }) => {
      const found = stored.get(name)
      if (found === undefined) return [`it has no state of ${name}`]
      return matches(found, fingerprint) ? [] : [`${name} was changed in what matters to state (then '${found}', now '${fingerprint}')`]
    }),
    ...[...stored.keys()].flatMap(name => (names.has(name) ? [] : [`it has state of ${name}, which this definition does not have`])),
  ]
  if (differences.length > 0) throw incompatibleState(partition, differences)
}
