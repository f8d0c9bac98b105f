import type { EngineRow } from '../../case'
import { parseExactJson } from '../../expected/exact-json'

/** A row of JSON, with numbers as they stand. */
export function rowOf(json: string): EngineRow {
  const row = parseExactJson(json)
  if (row instanceof Map) return Object.fromEntries(row)
  throw new Error(`a row is no object: ${json.slice(0, 200)}`)
}
