import { createReadStream } from 'node:fs'
import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

const newline = 10
const chunkBytes = 1 << 20
/** A line that is longer can't be a record (records have at most 64 MiB): the file is no JSON lines. */
const maxLineBytes = 65 * (1 << 20)

/**
 * Reads a file (`-`: the standard input; `.gz`: unpacked) in chunks of about a megabyte that end at the end of a line. Throws what the file system or the
 * unpacker throws, and for a line of more than 65 MiB.
 */
export async function* readLineChunks(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let restBytes = 0
  for await (const chunk of openFile(path)) {
    const bytes = chunk as Buffer
    const end = bytes.lastIndexOf(newline) + 1
    if (end > 0) {
      const whole = Buffer.concat([...rest, bytes.subarray(0, end)])
      rest = []
      restBytes = 0
      yield whole
    }
    if (end < bytes.length) {
      rest.push(bytes.subarray(end))
      restBytes += bytes.length - end
    }
    if (restBytes > maxLineBytes)
      throw new Error(`${path} has a line of more than ${maxLineBytes} bytes; one JSON object a line is expected`)
  }
  if (restBytes > 0) yield Buffer.concat(rest)
}

function openFile(path: string): Readable {
  if (path === '-') return process.stdin
  const file = createReadStream(path, { highWaterMark: chunkBytes })
  if (!path.endsWith('.gz')) return file
  const unpacked = new PassThrough({ highWaterMark: chunkBytes })
  pipeline(file, createGunzip({ chunkSize: chunkBytes }), unpacked).catch(error => unpacked.destroy(error))
  return unpacked
}
