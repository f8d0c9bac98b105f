import type { RecordError, RecordErrorCode } from '../records'

/** Ends the decoding of one record; the decoder turns it into a `RecordError`. Not an `Error`: it needs no stack. */
export class RecordFault {
  constructor(
    readonly code: RecordErrorCode,
    readonly path: string,
    readonly message: string,
  ) {}

  toError(): RecordError {
    return { code: this.code, path: this.path, message: this.message }
  }
}

/** A JSON pointer (RFC 6901) one step deeper. */
export function childPath(path: string, name: string | number): string {
  return `${path}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Runs `read`; a fault becomes its error, anything else is thrown on. */
export function errorOf(read: () => void): RecordError | undefined {
  try {
    read()
    return undefined
  } catch (fault) {
    if (fault instanceof RecordFault) return fault.toError()
    throw fault
  }
}
