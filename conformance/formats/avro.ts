import { Type } from 'avsc'
import { type DataType, type Definition, type Field, type Source, toAvro } from '../../pipeline'
import type { Member, Members } from '../cases/lines'
import { type ExactJson, NumberText } from '../expected/exact-json'
import { bytesOf, type CaseRecord, linesOf } from '../records'
import { LONGS, twosComplement } from './avro-numbers'

/** The id of the schema in Confluent's header, wherever a case has one. */
export const SCHEMA_ID = 7
const HEADER = Buffer.from([0, 0, 0, 0, SCHEMA_ID])
const SYNC = Buffer.from('streambed-cases!')

/** The schema that the registry and containers hold. */
export function avroSchemaText({ fields }: Source): string {
  return JSON.stringify(toAvro(fields, 'written_by_a_producer', 'cases'))
}

/** avsc takes types of its own by their bare names only. */
function withoutLogicalType(_: string, value: unknown): unknown {
  const isLogical = typeof value === 'object' && value !== null && 'type' in value && ('logicalType' in value || 'x-timestamp' in value)
  return isLogical ? value.type : value
}

function typeOf(source: Source): Type {
  const physical = JSON.parse(avroSchemaText(source), withoutLogicalType)
  return Type.forSchema(physical, { registry: { long: LONGS }, wrapUnions: false, omitRecordMethods: true })
}

/** A record of members as JSON cases have them, encoded by avsc: the runtime's decoder has no part in it. */
export function avroRecord(source: Source, members: Members): Uint8Array {
  const datum = typeOf(source).toBuffer(recordOf(members, source.fields))
  return new Uint8Array(source.format === 'avro-confluent' ? Buffer.concat([HEADER, datum]) : datum)
}

function recordOf(members: Members, fields: readonly Field[]): unknown {
  return Object.fromEntries(fields.map(({ wireName, type }) => [wireName, datumValue(members[wireName] ?? null, type)]))
}

function datumValue(member: Member, type: DataType): unknown {
  if (member === null) return null
  switch (type.kind) {
    case 'int64':
      return BigInt(String(member))
    case 'timestamp':
      return typeof member === 'string' ? member : BigInt(String(member))
    case 'decimal':
      return twosComplement(BigInt(String(member).replace('.', '')))
    case 'bytes':
      return Buffer.from(String(member), 'base64')
    case 'date':
      return Date.parse(`${String(member)}T00:00:00Z`) / 86_400_000
    case 'list':
      return (member as readonly Member[]).map(element => datumValue(element, type.element))
    case 'record':
      return recordOf(member as Members, type.fields)
    default:
      return member
  }
}

/** A record's members as JSON would have them; undefined where it isn't one. */
export function avroMembers(record: Uint8Array, source: Source): ReadonlyMap<string, ExactJson> | undefined {
  const datum = datumOf(record, source)
  if (datum === undefined) return undefined
  try {
    return membersOf(typeOf(source).fromBuffer(datum), source.fields)
  } catch {
    return undefined
  }
}

function datumOf(record: Uint8Array, { format }: Source): Buffer | undefined {
  if (format !== 'avro-confluent') return Buffer.from(record)
  return record.length >= HEADER.length && record[0] === 0 ? Buffer.from(record.subarray(HEADER.length)) : undefined
}

function membersOf(record: Readonly<Record<string, unknown>>, fields: readonly Field[]): ReadonlyMap<string, ExactJson> {
  return new Map(fields.map(({ wireName, type }) => [wireName, jsonOf(record[wireName], type)]))
}

function jsonOf(value: unknown, type: DataType): ExactJson {
  if (value === null || value === undefined) return null
  switch (type.kind) {
    case 'int64':
    case 'double':
      return new NumberText(String(value))
    case 'timestamp':
      return typeof value === 'bigint' ? new NumberText(String(value)) : String(value)
    case 'decimal':
      return new NumberText(
        `${BigInt.asIntN(8 * (value as Buffer).length, BigInt(`0x${(value as Buffer).toString('hex')}`))}e-${type.scale}`,
      )
    case 'bytes':
      return (value as Buffer).toString('base64')
    case 'date':
      return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10)
    case 'boolean':
      return value === true
    case 'list':
      return (value as readonly unknown[]).map(element => jsonOf(element, type.element))
    case 'record':
      return membersOf(value as Readonly<Record<string, unknown>>, type.fields)
    case 'enum':
    case 'string':
      return String(value)
  }
}

/** Whether records are data of Avro. */
export const isAvro = ({ format }: Source): boolean => format === 'avro' || format === 'avro-confluent'

/** What a file has of a case's log: a line each, or an object container. */
export function fileOf({ source }: Definition, records: readonly CaseRecord[]): Uint8Array {
  return isAvro(source) ? containerOf(source, records.map(bytesOf)) : linesOf(records)
}

/** An object container file (specification 1.11) of data that need no check: for engines that read Avro from files. */
function containerOf(source: Source, records: readonly Uint8Array[]): Uint8Array {
  const data = records.map(record => datumOf(record, source) ?? Buffer.alloc(0))
  const text = (value: string) => Buffer.concat([longBytes(Buffer.byteLength(value)), Buffer.from(value)])
  const metadata = [longBytes(2), text('avro.schema'), text(avroSchemaText(source)), text('avro.codec'), text('null'), longBytes(0)]
  const size = data.reduce((sum, { length }) => sum + length, 0)
  const block = data.length === 0 ? [] : [longBytes(data.length), longBytes(size), ...data, SYNC]
  return Buffer.concat([Buffer.from('Obj\u0001'), ...metadata, SYNC, ...block])
}

/** A variable-length zigzag integer. */
export function longBytes(value: number): Buffer {
  const bytes: number[] = []
  let rest = value < 0 ? -value * 2 - 1 : value * 2
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Buffer.from([...bytes, rest])
}
