import avsc from 'avsc'
import fc from 'fast-check'
import type { Field } from '../../../pipeline'
import {
  fieldsOf,
  fromAvro,
  fromJsonSchema,
  InvalidPipelineError,
  list,
  optional,
  record,
  sameFields,
  string,
  timestamp,
  toAvro,
  toJsonSchema,
} from '../../../pipeline'
import { fields, runs } from '../arbitraries'

const again = (json: unknown): unknown => JSON.parse(JSON.stringify(json))
const reasons = (convert: () => unknown): readonly string[] => {
  try {
    convert()
  } catch (error) {
    if (error instanceof InvalidPipelineError) return error.issues.map(issue => `${issue.path}: ${issue.message}`)
    throw error
  }
  return []
}
const field = (name: string, type: Field['type'], isOptional = false): Field => ({ name, wireName: name, type, optional: isOptional })

test('every schema comes back from JSON Schema', () => {
  fc.assert(
    fc.property(fields, given => {
      expect(sameFields(fromJsonSchema(again(toJsonSchema(given, 'event'))), given)).toBe(true)
    }),
    runs(300),
  )
})

test('every schema comes back from Avro', () => {
  fc.assert(
    fc.property(fields, given => {
      expect(sameFields(fromAvro(again(toAvro(given, 'event', 'a.b'))), given)).toBe(true)
    }),
    runs(300),
  )
})

test('the Avro library takes what is written', () => {
  fc.assert(
    fc.property(fields, given => {
      expect(() => avsc.Type.forSchema(JSON.parse(JSON.stringify(toAvro(given, 'event'))))).not.toThrow()
    }),
    runs(100),
  )
})

describe('JSON Schema', () => {
  test('reads a published schema', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        'created-at': { type: 'string', format: 'date-time' },
        place: { $ref: '#/$defs/place' },
        tags: { type: 'array', items: { type: 'string', minLength: 1 } },
        level: { enum: ['low', 'high', null], type: ['string', 'null'] },
        note: { anyOf: [{ type: 'null' }, { type: 'string' }] },
        count: { type: 'integer', minimum: 0 },
      },
      required: ['created-at', 'place', 'tags', 'level', 'note'],
      $defs: { place: { type: 'object', properties: { lat: { type: 'number' } }, required: ['lat'] } },
    }
    expect(fromJsonSchema(schema)).toEqual([
      { name: 'created_at', wireName: 'created-at', type: { kind: 'timestamp', wire: 'iso8601' }, optional: false },
      field('place', { kind: 'record', fields: [field('lat', { kind: 'double' })] }),
      field('tags', { kind: 'list', element: { kind: 'string' }, elementOptional: false }),
      field('level', { kind: 'enum', values: ['low', 'high'] }, true),
      field('note', { kind: 'string' }, true),
      field('count', { kind: 'int64' }, true),
    ])
  })

  test('a decimal is a number or a string of one, and either alone is read', () => {
    const amount = field('amount', { kind: 'decimal', precision: 5, scale: 2 }, true)
    const schema = (type: unknown) => ({ type: 'object', properties: { amount: { type, 'x-precision': 5, 'x-scale': 2 } } })
    for (const type of [['number', 'string', 'null'], ['string', 'number'], ['number', 'null'], 'number', 'string'])
      expect(fromJsonSchema(schema(type))).toEqual([amount])
    const { properties } = again(toJsonSchema([amount])) as { properties: { amount: { type: unknown; pattern: string } } }
    expect(properties.amount.type).toEqual(['number', 'string', 'null'])
    const plain = new RegExp(properties.amount.pattern)
    expect(['0', '-1.50', '10'].every(text => plain.test(text))).toBe(true)
    expect(['', ' 1', '01', '1e2', '1.', '+1'].some(text => plain.test(text))).toBe(false)
    expect(reasons(() => fromJsonSchema({ type: 'object', properties: { amount: { type: ['number', 'string'] } } }))).toHaveLength(1)
  })

  test('refuses with all reasons', () => {
    const properties = {
      a: { type: ['string', 'integer'] },
      b: { type: 'object', additionalProperties: { type: 'string' } },
      c: { oneOf: [{ type: 'string' }, { type: 'integer' }] },
      d: { $ref: 'other.json' },
      e: { allOf: [] },
      f: true,
      'g-h': { type: 'string' },
      g_h: { type: 'string' },
    }
    expect(reasons(() => fromJsonSchema({ type: 'object', properties }))).toEqual([
      "/properties/a/type: one type, or one and 'null', is expected",
      '/properties/b/additionalProperties: maps have no equivalent',
      '/properties/b/properties: an object without named properties has no equivalent',
      '/properties/c/oneOf: a choice between types has no equivalent',
      '/properties/d/$ref: nothing in this document has this address',
      '/properties/e/allOf: this keyword has no equivalent',
      "/properties/e/type: one type, or one and 'null', is expected",
      '/properties/f: a schema must be an object',
      '/properties/g_h: two properties would have the same name g_h',
    ])
  })

  test('a schema that refers to itself ends', () => {
    const node = { type: 'object', properties: { next: { $ref: '#' } } }
    expect(reasons(() => fromJsonSchema(node))[0]).toMatch('nested too deep')
  })

  test('anything else is refused, not thrown', () => {
    fc.assert(
      fc.property(fc.jsonValue(), schema => {
        expect(reasons(() => fromJsonSchema(schema)).length).toBeGreaterThan(0)
        expect(reasons(() => fromAvro(schema)).length).toBeGreaterThan(0)
      }),
      runs(200),
    )
  })
})

describe('Avro', () => {
  test('reads names that were defined before, in their namespace', () => {
    const place = { type: 'record', name: 'place', fields: [{ name: 'lat', type: 'double' }] }
    const schema = {
      type: 'record',
      name: 'a.event',
      fields: [
        { name: 'from', type: place },
        { name: 'to', type: ['null', 'place'] },
        { name: 'via', type: { type: 'array', items: 'a.place' } },
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-micros' } },
        { name: 'id', type: { type: 'string', logicalType: 'uuid' } },
      ],
    }
    const type: Field['type'] = { kind: 'record', fields: [field('lat', { kind: 'double' })] }
    expect(fromAvro(schema)).toEqual([
      field('from', type),
      field('to', type, true),
      field('via', { kind: 'list', element: type, elementOptional: false }),
      field('at', { kind: 'timestamp', wire: 'epoch-us' }),
      field('id', { kind: 'string' }),
    ])
  })

  test('refuses with all reasons', () => {
    const types = [
      'float',
      { type: 'fixed', name: 'f', size: 4 },
      { type: 'map', values: 'long' },
      ['string', 'null'],
      ['null', 'string', 'long'],
      { type: 'int', logicalType: 'time-millis' },
      'event',
    ]
    const schema = { type: 'record', name: 'event', fields: types.map((type, i) => ({ name: `f${i}`, type })) }
    expect(reasons(() => fromAvro(schema))).toHaveLength(types.length)
    expect(reasons(() => fromAvro('string'))).toEqual([': the schema of an event must be a record'])
  })

  test('refuses names that Avro does not allow', () => {
    const schema = { a: string().named('a b'), b: record({ c: optional(list(timestamp())).named('c-d') }) }
    expect(reasons(() => toAvro(fieldsOf(schema), 'my event'))).toHaveLength(3)
  })
})
