import { type ExactJson, NumberText } from '../../expected/exact-json'
import { Decimal, datetimeOf, type KqlType, type KqlValue } from './values'

const LEAST = -(2n ** 63n)

/**
 * A member of a record as a column's value; what doesn't convert is null, and the empty text for a string.
 * https://learn.microsoft.com/kusto/management/mappings, https://learn.microsoft.com/azure/data-explorer/ingest-json-formats
 */
export function ingested(json: ExactJson, type: KqlType): KqlValue {
  switch (type) {
    case 'bool':
      return typeof json === 'boolean' ? json : null
    case 'long':
      return json instanceof NumberText ? longOf(json.text) : null
    case 'real':
      return json instanceof NumberText && Number.isFinite(Number(json.text)) ? Number(json.text) : null
    case 'string':
      return typeof json === 'string' ? json : json === null ? '' : textOf(json)
    case 'datetime':
      return typeof json === 'string' ? datetimeOf(json) : null
    case 'decimal':
      return json instanceof NumberText && /^-?\d+$/.test(json.text) ? new Decimal(BigInt(json.text)) : null
    case 'dynamic':
      return listOfJson(json)
  }
}

/** A dynamic; lists of scalars alone are written. */
export function listOfJson(json: ExactJson): readonly KqlValue[] | null {
  return Array.isArray(json) ? json.map(scalar) : null
}

function scalar(json: ExactJson): KqlValue {
  if (json instanceof NumberText) return /^-?\d+$/.test(json.text) ? longOf(json.text) : Number(json.text)
  return json === null || typeof json === 'boolean' || typeof json === 'string' ? json : textOf(json)
}

function longOf(text: string): bigint | null {
  const long = /^-?\d+$/.test(text) ? BigInt(text) : undefined
  return long !== undefined && long >= LEAST && long < -LEAST ? long : null
}

function textOf(json: ExactJson): string {
  return json instanceof NumberText ? json.text : JSON.stringify(json)
}
