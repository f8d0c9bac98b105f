import { gunzipSync } from 'node:zlib'
import type { Unpacking } from './records'

/**
 * The bytes of a record that may be packed with gzip (RFC 1952: 1f 8b 08, deflate). Unpacks what a record may have and no more: a larger one, or a bomb, gives one byte
 * more than that, by which it is refused. What is not gzip after all stays as it is.
 */
export function unpacked(bytes: Uint8Array, { gzip, maxRecordBytes }: Unpacking): Uint8Array {
  if (!gzip || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 0x08) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: maxRecordBytes })
  } catch (error) {
    const isLarger = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    return isLarger ? new Uint8Array(maxRecordBytes + 1) : bytes
  }
}
