import fc from 'fast-check'
import type { DataType, Field, RecordValue, Value } from '../../pipeline'

const FIRST_TIME_MS = -62_135_596_800_000 // 0001-01-01
const LAST_TIME_MS = 253_402_300_799_999 // 9999-12-31T23:59:59.999

export function field(name: string, type: DataType, optional = true): Field {
  return { name, wireName: name, type, optional }
}

const scalarType: fc.Arbitrary<DataType> = fc.oneof(
  fc.constantFrom<DataType>(
    { kind: 'string' },
    { kind: 'boolean' },
    { kind: 'int64' },
    { kind: 'double' },
    { kind: 'bytes' },
    { kind: 'timestamp', wire: 'iso8601' },
    { kind: 'date' },
    { kind: 'enum', values: ['red', 'green', ''] },
  ),
  fc
    .integer({ min: 1, max: 38 })
    .chain(precision => fc.integer({ min: 0, max: precision }).map(scale => ({ kind: 'decimal' as const, precision, scale }))),
)

/** Any type, lists and records up to the depth. */
export function dataType(depth: number): fc.Arbitrary<DataType> {
  if (depth === 0) return scalarType
  const inner = dataType(depth - 1)
  const list = fc.record({ kind: fc.constant('list' as const), element: inner, elementOptional: fc.boolean() })
  const members = fc.array(fc.tuple(inner, fc.boolean()), { minLength: 1, maxLength: 3 })
  const record = members.map(types => ({
    kind: 'record' as const,
    fields: types.map(([type, optional], index) => field(`m${index}`, type, optional)),
  }))
  return fc.oneof({ weight: 4, arbitrary: scalarType }, list, record)
}

export const fieldsArbitrary: fc.Arbitrary<readonly Field[]> = fc
  .array(fc.tuple(dataType(2), fc.boolean()), { minLength: 1, maxLength: 6 })
  .map(types => types.map(([type, optional], index) => field(`c${index}`, type, optional)))

/** An integer as values hold it: a number where it is safe, else a bigint. */
export function integerValue(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}

export function valueArbitrary(type: DataType): fc.Arbitrary<Value> {
  switch (type.kind) {
    case 'string':
      return fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: fc.constantFrom('a', '\u{10ffff}', '\ud7ff', 'é'), minLength: 30, maxLength: 40 }),
      )
    case 'enum':
      return fc.constantFrom(...type.values)
    case 'boolean':
      return fc.boolean()
    case 'double':
      return fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e300, 5e-324))
    case 'bytes':
      return fc.uint8Array({ maxLength: 20 })
    case 'int64':
      return fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -3n, max: 3n })).map(integerValue)
    case 'decimal': {
      const limit = 10n ** BigInt(type.precision) - 1n
      return fc.oneof(fc.bigInt({ min: -limit, max: limit }), fc.constantFrom(limit, -limit, 0n)).map(integerValue)
    }
    case 'timestamp':
      return fc.integer({ min: FIRST_TIME_MS, max: LAST_TIME_MS })
    case 'date':
      return fc.integer({ min: -719_162, max: 2_932_896 })
    case 'list':
      return fc.array(optionally(valueArbitrary(type.element), type.elementOptional), { maxLength: 4 })
    case 'record':
      return rowArbitrary(type.fields)
  }
}

export function rowArbitrary(fields: readonly Field[]): fc.Arbitrary<RecordValue> {
  return fc.record(Object.fromEntries(fields.map(({ name, type, optional }) => [name, optionally(valueArbitrary(type), optional)])))
}

function optionally(value: fc.Arbitrary<Value>, optional: boolean): fc.Arbitrary<Value> {
  return optional ? fc.option(value, { nil: null, freq: 3 }) : value
}
