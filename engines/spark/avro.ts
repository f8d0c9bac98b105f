import type { Json, Source } from '../../pipeline'
import { avroSchema } from '../avro'

/** "end of a record!": put behind a datum before it is read, since Spark tells neither bytes that are left over nor, among nulls, a datum that it could not read. */
const END_HEX = '656E64206F662061207265636F726421'
const END_LITERAL = `X'${END_HEX}'`

/** What a value is on the wire; logical types are left to the program, since Spark's have other ranges. */
const PHYSICAL: ReadonlySet<string> = new Set(['type', 'name', 'fields', 'items', 'symbols', 'default'])

function physical(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(physical)
  if (typeof schema !== 'object' || schema === null) return schema
  const members = Object.entries(schema).filter(([name]) => PHYSICAL.has(name))
  return Object.fromEntries(members.map(([name, value]) => [name, physical(value)]))
}

/**
 * The constants and the function that read Avro.
 *
 * @param end a name that no member has
 */
export function avroText(source: Source, end: string): string {
  const datum =
    source.format === 'avro-confluent'
      ? `IF(octet_length({record}) >= 5 AND substring({record}, 1, 1) = X'00', substring({record}, 6), NULL)`
      : '{record}'
  return `END_OF_RECORD = {"name": ${JSON.stringify(end)}, "type": {"type": "fixed", "name": "streambed.end_of_record", "size": ${END_HEX.length / 2}}}


def avro_record(record: str):
    """The record of a column of bytes, which ends in END_OF_RECORD if it was read as the schema says.${
      source.format === 'avro-confluent' ? ' The header is cut off: no registry is asked.' : ''
    }"""
    stamp = [{"name": WATERMARK_MEMBER, "type": ["null", "long"]}] if WATERMARK_MEMBER else []
    schema = {**RECORD, "fields": RECORD["fields"] + stamp + [END_OF_RECORD]}
    datum = f"${datum}"
    return from_avro(F.expr(f"concat({datum}, ${END_LITERAL})"), json.dumps(schema), {"mode": "PERMISSIVE"})`
}

/** The condition of SQL under which a record is none of the schema. */
export function notRead(record: string, end: string): string {
  return `COALESCE(${record}.\`${end}\`, X'') <> ${END_LITERAL}`
}

/** The schema, a member a line. */
export function avroSchemaText(source: Source): string {
  const { fields, ...record } = physical(avroSchema(source)) as { readonly fields: readonly Json[] }
  const lines = fields.map(field => `    ${JSON.stringify(field)}`)
  return `json.loads(r"""{${JSON.stringify(record).slice(1, -1)}, "fields": [\n${lines.join(',\n')}\n]}""")`
}
