import { isUtf8 } from 'node:buffer'

/** Node.js's own check for the runtime's decoders: several times the speed of one in TypeScript. */
export function validUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  return isUtf8(bytes.subarray(start, end))
}
