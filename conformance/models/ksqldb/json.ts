import { type ExactJson, NumberText } from '../../expected/exact-json'
import { parseLong } from './expressions'
import type { Column, KsqlType } from './syntax'
import { EvaluationError, type KsqlRow, type KsqlValue } from './values'

/**
 * A row from a record, as ksqlDB's deserializers read it. JSON (KsqlJsonDeserializer): missing members are null, numbers and texts are converted into each
 * other, fractions of integers are cut. Avro (ConnectDataTranslator) has the types of the columns, logical times as their integers, enums as texts. Undefined: the record
 * goes to the processing log.
 */
export function readRow(json: ExactJson | undefined, columns: readonly Column[]): KsqlRow | undefined {
  if (!(json instanceof Map)) return undefined
  try {
    return new Map(columns.map(({ name, type }) => [name, read(json.get(name) ?? null, type)]))
  } catch (error) {
    if (error instanceof EvaluationError) return undefined
    throw error
  }
}

function read(json: ExactJson, type: KsqlType): KsqlValue {
  if (json === null) return null
  switch (type.base) {
    case 'BOOLEAN':
      if (typeof json === 'boolean') return json
      break
    case 'INTEGER':
    case 'BIGINT':
      if (json instanceof NumberText)
        return /^-?\d+$/.test(json.text) ? BigInt.asIntN(64, BigInt(json.text)) : BigInt(Math.trunc(Number(json.text)))
      if (typeof json === 'string') return parseLong(json)
      break
    case 'DOUBLE':
      if (json instanceof NumberText) return Number(json.text)
      if (typeof json === 'string' && json.trim() !== '' && !Number.isNaN(Number(json))) return Number(json)
      break
    case 'STRING':
      if (typeof json === 'string') return json
      return json instanceof NumberText ? json.text : JSON.stringify(json)
    case 'STRUCT':
      if (json instanceof Map)
        return new Map(
          type.fields.map(field => [field.name, read((json as ReadonlyMap<string, ExactJson>).get(field.name) ?? null, field.type)]),
        )
      break
    case 'ARRAY':
      if (Array.isArray(json)) return json.map((item: ExactJson) => read(item, type.item))
  }
  throw new EvaluationError(`no ${type.base}`)
}
