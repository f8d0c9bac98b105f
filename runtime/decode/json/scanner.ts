import type { RecordErrorCode } from '../../records'

/** What the skipping methods give where the text is bad; `fault` then says why. */
export const FAULT = -1

/** Objects and arrays in one another, the record's own object included. */
export const MAX_DEPTH = 64

/** Why and where the text is bad. `at` is an index of the buffer. */
export interface ScanFault {
  readonly code: RecordErrorCode
  readonly at: number
  readonly reason: string
}

/**
 * Checks JSON text (RFC 8259) in a buffer without building values. Every method takes a position and the end of the
 * record, reads nothing at or behind the end, and gives the position behind what it has checked, or `FAULT`. As strict as `JSON.parse`, and
 * stricter in two points: lone surrogates, and the depth. UTF-8 is checked apart.
 */
export class JsonScanner {
  bytes: Uint8Array = new Uint8Array(0)
  view = new DataView(this.bytes.buffer)
  fault: ScanFault = { code: 'malformed', at: 0, reason: 'nothing was read' }

  /** Takes a buffer, and gives it as a plain Uint8Array (not a subclass), which keeps the code that reads it in one form. */
  load(bytes: Uint8Array): Uint8Array {
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return this.bytes
  }

  skipSpace(start: number, end: number): number {
    const bytes = this.bytes
    let position = start
    while (position < end) {
      const byte = bytes[position]
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) break
      position++
    }
    return position
  }

  /** One value; `depth` is the number of objects and arrays around it. */
  skipValue(start: number, end: number, depth: number): number {
    if (start >= end) return this.malformed(start, 'the record ends where a value is expected')
    const byte = this.bytes[start]
    if (byte === 34) return this.skipString(start + 1, end)
    if (byte === 45 || (byte >= 48 && byte <= 57)) return this.skipNumber(start, end)
    if (byte === 123) return this.skipObject(start, end, depth)
    if (byte === 91) return this.skipArray(start, end, depth)
    if (byte === 110) return this.skipWord(start, end, 0x6c6c756e, 4)
    if (byte === 116) return this.skipWord(start, end, 0x65757274, 4)
    if (byte === 102) return this.skipWord(start + 1, end, 0x65736c61, 4)
    return this.malformed(start, 'a value is expected')
  }

  /** The rest of a string, from behind its opening quote to behind its closing one. */
  skipString(start: number, end: number): number {
    let position = start
    for (;;) {
      position = this.findSpecial(position, end)
      if (position >= end) return this.malformed(position, 'the record ends inside a string')
      const byte = this.bytes[position]
      if (byte === 34) return position + 1
      if (byte !== 92) return this.malformed(position, 'a control character in a string must be escaped')
      position = this.skipEscape(position, end)
      if (position < 0) return FAULT
    }
  }

  /**
   * The next quote, backslash or control character, else the end. Four bytes in one test: `^ 0x02` brings the quote
   * beside the control characters, so that one subtraction finds all bytes below 0x21; another finds the
   * backslash. A borrow may mark bytes above the first hit, never below it.
   */
  findSpecial(start: number, end: number): number {
    const view = this.view
    const lastWord = end - 4
    let position = start
    while (position <= lastWord) {
      const word = view.getInt32(position, true)
      const marks = (((word ^ 0x02020202) - 0x21212121) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & ~word & 0x80808080
      if (marks !== 0) return position + ((31 - Math.clz32(marks & -marks)) >> 3)
      position += 4
    }
    const bytes = this.bytes
    while (position < end) {
      const byte = bytes[position]
      if (byte < 32 || byte === 34 || byte === 92) break
      position++
    }
    return position
  }

  /** One escape, from its backslash; a surrogate pair is one. */
  skipEscape(start: number, end: number): number {
    if (start + 1 >= end) return this.malformed(start, 'the record ends inside an escape')
    switch (this.bytes[start + 1]) {
      case 34:
      case 92:
      case 47:
      case 98:
      case 102:
      case 110:
      case 114:
      case 116:
        return start + 2
      case 117:
        break
      default:
        return this.malformed(start, 'unknown escape')
    }
    const unit = this.readHex(start + 2, end)
    if (unit < 0) return this.malformed(start, 'an escape \\u needs four hexadecimal digits')
    if (unit < 0xd800 || unit > 0xdfff) return start + 6
    const isPair = unit < 0xdc00 && start + 7 < end && this.bytes[start + 6] === 92 && this.bytes[start + 7] === 117
    const second = isPair ? this.readHex(start + 8, end) : FAULT
    if (second >= 0xdc00 && second <= 0xdfff) return start + 12
    return this.failed('lone-surrogate', start, 'an escape gives half of a surrogate pair')
  }

  /** The value of four hexadecimal digits, or `FAULT`. */
  readHex(start: number, end: number): number {
    if (start + 4 > end) return FAULT
    let value = 0
    for (let position = start; position < start + 4; position++) {
      const byte = this.bytes[position]
      const lower = byte | 32
      if (byte >= 48 && byte <= 57) value = value * 16 + byte - 48
      else if (lower >= 97 && lower <= 102) value = value * 16 + lower - 87
      else return FAULT
    }
    return value
  }

  skipNumber(start: number, end: number): number {
    const bytes = this.bytes
    const whole = bytes[start] === 45 ? start + 1 : start
    let position = this.skipDigits(whole, end)
    if (position === whole) return this.malformed(position, 'a digit is expected')
    if (bytes[whole] === 48 && position > whole + 1) return this.malformed(whole, 'a number must not start with a zero')
    if (position < end && bytes[position] === 46) {
      const fraction = position + 1
      position = this.skipDigits(fraction, end)
      if (position === fraction) return this.malformed(position, 'a digit is expected after the point')
    }
    if (position < end && (bytes[position] | 32) === 101) {
      let exponent = position + 1
      if (exponent < end && (bytes[exponent] === 43 || bytes[exponent] === 45)) exponent++
      position = this.skipDigits(exponent, end)
      if (position === exponent) return this.malformed(position, 'a digit is expected in the exponent')
    }
    return position
  }

  private skipDigits(start: number, end: number): number {
    const bytes = this.bytes
    let position = start
    while (position < end && bytes[position] >= 48 && bytes[position] <= 57) position++
    return position
  }

  private skipWord(start: number, end: number, word: number, length: number): number {
    if (start + length <= end && this.view.getInt32(start, true) === word) return start + length
    return this.malformed(start, 'a value is expected')
  }

  private skipArray(start: number, end: number, depth: number): number {
    if (depth >= MAX_DEPTH) return this.failed('too-deep', start, `at most ${MAX_DEPTH} objects and arrays may be in one another`)
    let position = this.skipSpace(start + 1, end)
    if (position < end && this.bytes[position] === 93) return position + 1
    for (;;) {
      position = this.skipValue(position, end, depth + 1)
      if (position < 0) return FAULT
      position = this.skipSpace(position, end)
      const byte = position < end ? this.bytes[position] : 0
      if (byte === 93) return position + 1
      if (byte !== 44) return this.malformed(position, 'a comma or ] is expected')
      position = this.skipSpace(position + 1, end)
    }
  }

  private skipObject(start: number, end: number, depth: number): number {
    if (depth >= MAX_DEPTH) return this.failed('too-deep', start, `at most ${MAX_DEPTH} objects and arrays may be in one another`)
    let position = this.skipSpace(start + 1, end)
    if (position < end && this.bytes[position] === 125) return position + 1
    for (;;) {
      position = this.skipName(position, end)
      if (position < 0) return FAULT
      position = this.skipValue(position, end, depth + 1)
      if (position < 0) return FAULT
      position = this.skipSpace(position, end)
      const byte = position < end ? this.bytes[position] : 0
      if (byte === 125) return position + 1
      if (byte !== 44) return this.malformed(position, 'a comma or } is expected')
      position = this.skipSpace(position + 1, end)
    }
  }

  /** A member's name with its colon and the space around it. */
  skipName(start: number, end: number): number {
    if (start >= end || this.bytes[start] !== 34) return this.malformed(start, 'a name in quotes is expected')
    let position = this.skipString(start + 1, end)
    if (position < 0) return FAULT
    position = this.skipSpace(position, end)
    if (position >= end || this.bytes[position] !== 58) return this.malformed(position, 'a colon is expected')
    return this.skipSpace(position + 1, end)
  }

  /** Notes a fault. */
  malformed(at: number, reason: string): typeof FAULT {
    return this.failed('malformed', at, reason)
  }

  private failed(code: RecordErrorCode, at: number, reason: string): typeof FAULT {
    this.fault = { code, at, reason }
    return FAULT
  }
}
