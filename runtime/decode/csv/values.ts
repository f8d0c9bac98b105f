import type { DataType, Value } from '../../../pipeline'
import { RecordFault } from '../fault'
import { JsonConverter } from '../json/convert'
import { JsonScanner } from '../json/scanner'
import {
  bytesOfText,
  dateOfText,
  decimalOfText,
  doubleOfText,
  enumOfText,
  epochOfText,
  integerOfText,
  isEpoch,
  shown,
  timeOfText,
} from '../text-values'

/**
 * Turns the text of cells into values: booleans are `true` and `false`, numbers are written as in JSON, timestamps by
 * their wire form, bytes are base64, lists and records are JSON.
 */
export class CsvConverter {
  private readonly scanner = new JsonScanner()
  private readonly json = new JsonConverter(this.scanner)
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  valueOf(type: DataType, text: Uint8Array, path: string): Value {
    switch (type.kind) {
      case 'string':
        return this.decoder.decode(text)
      case 'boolean':
        return this.boolean(text, path)
      case 'int64':
        return integerOfText(this.number(type, text, path), path)
      case 'double':
        return doubleOfText(this.number(type, text, path), path)
      case 'decimal':
        return decimalOfText(type, this.number(type, text, path), path)
      case 'bytes':
        return bytesOfText(text, path)
      case 'timestamp':
        return isEpoch(type.wire) ? epochOfText(type.wire, this.number(type, text, path), path) : timeOfText(type.wire, text, path)
      case 'date':
        return dateOfText(text, path)
      case 'enum':
        return enumOfText(type, this.decoder.decode(text), path)
      case 'list':
      case 'record':
        return this.jsonValue(type, text, path)
    }
  }

  private boolean(text: Uint8Array, path: string): boolean {
    const word = this.decoder.decode(text)
    if (word !== 'true' && word !== 'false') throw new RecordFault('wrong-type', path, `got ${shown(text)}; true and false are allowed`)
    return word === 'true'
  }

  private number(type: DataType, text: Uint8Array, path: string): string {
    this.scanner.load(text)
    if (this.scanner.skipNumber(0, text.length) === text.length) return this.decoder.decode(text)
    throw new RecordFault('wrong-type', path, `got ${shown(text)}; ${type.kind} is required, written as in JSON`)
  }

  private jsonValue(type: DataType, text: Uint8Array, path: string): Value {
    const { scanner } = this
    scanner.load(text)
    const start = scanner.skipSpace(0, text.length)
    const end = scanner.skipValue(start, text.length, 1)
    if (end < 0) throw new RecordFault(scanner.fault.code, path, `${scanner.fault.reason}, at byte ${scanner.fault.at} of the cell`)
    if (scanner.skipSpace(end, text.length) < text.length) throw new RecordFault('malformed', path, 'a cell holds one JSON value')
    return this.json.valueOf(type, false, start, end, path)
  }
}
