import fc from 'fast-check'
import type { DataType, Field, TimestampWire } from '../../pipeline'

const WIRES: readonly TimestampWire[] = ['iso8601', 'sql', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns']
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/).filter(text => text !== '__proto__')

/** Any valid type, with lists and records in each other. */
export const dataType: fc.Arbitrary<DataType> = fc.letrec<{ type: DataType; fields: readonly Field[] }>(tie => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<DataType>(
      { kind: 'string' },
      { kind: 'boolean' },
      { kind: 'int64' },
      { kind: 'double' },
      { kind: 'bytes' },
      { kind: 'date' },
    ),
    fc.constantFrom(...WIRES).map((wire): DataType => ({ kind: 'timestamp', wire })),
    fc
      .integer({ min: 1, max: 38 })
      .chain(precision => fc.integer({ min: 0, max: precision }).map((scale): DataType => ({ kind: 'decimal', precision, scale }))),
    fc
      .uniqueArray(fc.oneof(name, fc.string({ minLength: 1, maxLength: 5 })), { minLength: 1, maxLength: 4 })
      .map((values): DataType => ({ kind: 'enum', values })),
    fc.record({ element: tie('type'), elementOptional: fc.boolean() }).map((list): DataType => ({ kind: 'list', ...list })),
    tie('fields').map((fields): DataType => ({ kind: 'record', fields })),
  ),
  fields: fc
    .uniqueArray(fc.record({ name, type: tie('type'), optional: fc.boolean(), renamed: fc.boolean() }), {
      minLength: 1,
      maxLength: 5,
      selector: field => field.name,
    })
    .map(fields => fields.map(({ renamed, ...field }, i) => ({ ...field, wireName: renamed ? `wire_${i}_${field.name}` : field.name }))),
})).type

/** Fields of an event. */
export const fields: fc.Arbitrary<readonly Field[]> = fc
  .uniqueArray(fc.record({ name, type: dataType, optional: fc.boolean(), renamed: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
    selector: field => field.name,
  })
  .map(list => list.map(({ renamed, ...field }, i) => ({ ...field, wireName: renamed ? `wire_${i}_${field.name}` : field.name })))

/** How often a property is tried; `STREAMBED_RUNS` multiplies. */
export const runs = (count: number) => ({ numRuns: count * Number(process.env['STREAMBED_RUNS'] ?? 1) })
