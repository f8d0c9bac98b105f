import { crc32 } from '../checkpoint'

const FORMAT = 1
const NEWLINE = 10
const LONGEST_HEADER = 100
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The first line of every file: JSON, so that a file of JSON lines stays one. */
export function frameHeader(payload: Uint8Array): Uint8Array {
  return encoder.encode(`{"streambed":${FORMAT},"bytes":${payload.length},"crc32":${crc32(payload)}}\n`)
}

/** `torn`: the file ends too early, as after a crash; `damaged`: it is something else. */
export type Frame =
  | { readonly kind: 'whole'; readonly payload: Uint8Array }
  | { readonly kind: 'torn' }
  | { readonly kind: 'damaged'; readonly problem: string }

export function readFrame(file: Uint8Array): Frame {
  const newline = file.subarray(0, LONGEST_HEADER).indexOf(NEWLINE)
  if (newline < 0) return file.length < LONGEST_HEADER ? { kind: 'torn' } : damaged('its first line is not a header')
  const match = /^\{"streambed":(\d+),"bytes":(\d+),"crc32":(\d+)\}$/.exec(decoder.decode(file.subarray(0, newline)))
  if (!match) return damaged('its first line is not a header')
  const [format, length, checksum] = match.slice(1).map(Number)
  if (format !== FORMAT) return damaged(`it has format ${format}, this version reads ${FORMAT}`)
  const payload = file.subarray(newline + 1)
  if (payload.length < length) return { kind: 'torn' }
  if (payload.length > length) return damaged(`it has ${payload.length - length} bytes too many`)
  if (crc32(payload) !== checksum) return damaged('its checksum is wrong')
  return { kind: 'whole', payload }
}

const damaged = (problem: string): Frame => ({ kind: 'damaged', problem })
