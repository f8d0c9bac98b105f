import type { Output, RecordValue } from '../../pipeline'
import { rowToJson } from '../../runtime'
import type { EngineRow } from '../case'
import { parseExactJson } from '../expected/exact-json'

/** A row of the runtime's, read as the JSON that it is written as. */
export function jsonRow(row: RecordValue, { columns }: Output): EngineRow {
  const json = rowToJson(row, columns)
  const read = parseExactJson(json)
  if (!(read instanceof Map)) throw new TypeError(`a row is written as ${json}`)
  return Object.fromEntries(read)
}
