import type { DataType, Field, TimestampWire } from '../definition'
import { shown } from '../errors'
import { fieldNameOf, isObject, MAX_DEPTH, type Members, member, Refusals } from './reader'

/** Keywords that say what a value may be in a way that no type here can. Limits such as `maximum` only narrow a type, and are passed over. */
const REFUSED = [
  'allOf',
  'not',
  'if',
  'patternProperties',
  'prefixItems',
  'dependentSchemas',
  'unevaluatedProperties',
  '$dynamicRef',
  'propertyNames',
] as const
const WIRES: readonly TimestampWire[] = ['sql', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns']

interface Read {
  readonly type: DataType
  readonly nullable: boolean
}
const NOTHING: Read = { type: { kind: 'string' }, nullable: false }

/**
 * The fields of events that a JSON Schema (draft 2020-12, parsed) of an object describes, with `$ref` into the same document. A property that is not required or
 * may be null is optional. `x-…` members as in `toJsonSchema`. Throws `InvalidPipelineError` with every reason for which there is no equivalent.
 */
export function fromJsonSchema(schema: unknown): readonly Field[] {
  const reader = new JsonSchemaReader(schema)
  const { type } = reader.read(schema, '', 0)
  if (type.kind !== 'record') reader.refusals.add('', 'the schema of an event must be that of an object', { allowed: "type 'object'" })
  reader.refusals.throwIfAny('the JSON Schema has no equivalent')
  return type.kind === 'record' ? type.fields : []
}

class JsonSchemaReader {
  readonly refusals = new Refusals()

  constructor(private readonly root: unknown) {}

  read(schema: unknown, path: string, depth: number): Read {
    if (!isObject(schema)) return this.refuse(path, 'a schema must be an object', schema)
    if (depth > MAX_DEPTH) return this.refuse(path, 'the schema is nested too deep, or refers to itself', `more than ${MAX_DEPTH} levels`)
    const reference = member(schema, '$ref')
    if (reference !== undefined) return this.read(this.resolve(reference, path), `${path}/$ref`, depth + 1)
    for (const keyword of REFUSED)
      if (member(schema, keyword) !== undefined) this.refusals.add(`${path}/${keyword}`, 'this keyword has no equivalent')
    if (isObject(member(schema, 'additionalProperties')))
      this.refusals.add(`${path}/additionalProperties`, 'maps have no equivalent', {
        hint: 'name the properties, or make it a list of records',
      })
    for (const keyword of ['anyOf', 'oneOf']) {
      const choices = member(schema, keyword)
      if (choices !== undefined) return this.choice(choices, `${path}/${keyword}`, depth)
    }
    const types = member(schema, 'type')
    const names = Array.isArray(types) ? types : [types]
    const others = names.filter(name => name !== 'null')
    const nullable = names.length > others.length
    const mayBeDecimal = others.length > 0 && others.every(name => name === 'number' || name === 'string')
    const decimal = mayBeDecimal ? this.decimal(schema) : undefined
    if (decimal !== undefined) return { type: decimal, nullable }
    if (others.length !== 1 || others[0] === undefined)
      return this.refuse(
        `${path}/type`,
        "one type, or one and 'null', is expected",
        types === undefined ? undefined : JSON.stringify(types),
      )
    return { type: this.typeNamed(others[0], schema, path, depth), nullable }
  }

  private typeNamed(name: unknown, schema: Members, path: string, depth: number): DataType {
    switch (name) {
      case 'boolean':
        return { kind: 'boolean' }
      case 'integer':
        return this.time(schema) ?? { kind: 'int64' }
      case 'number':
        return this.time(schema) ?? { kind: 'double' }
      case 'string':
        return this.text(schema, path)
      case 'array': {
        const { type, nullable } = this.read(member(schema, 'items'), `${path}/items`, depth + 1)
        return { kind: 'list', element: type, elementOptional: nullable }
      }
      case 'object':
        return { kind: 'record', fields: this.fields(schema, path, depth) }
      default:
        return this.refuse(`${path}/type`, 'this type has no equivalent', name).type
    }
  }

  private fields(schema: Members, path: string, depth: number): readonly Field[] {
    const properties = member(schema, 'properties')
    if (!isObject(properties) || Object.keys(properties).length === 0) {
      this.refusals.add(`${path}/properties`, 'an object without named properties has no equivalent')
      return []
    }
    const required = member(schema, 'required')
    const names = new Map<string, string>()
    return Object.entries(properties).map(([wireName, property]) => {
      const at = `${path}/properties/${wireName.replaceAll('~', '~0').replaceAll('/', '~1')}`
      const { type, nullable } = this.read(property, at, depth + 1)
      const given = isObject(property) ? member(property, 'x-name') : undefined
      const name = typeof given === 'string' ? given : fieldNameOf(wireName)
      const earlier = names.get(name)
      if (earlier !== undefined)
        this.refusals.add(at, `two properties would have the same name ${name}`, {
          got: `${shown(earlier)} and ${shown(wireName)}`,
          hint: 'add x-name',
        })
      names.set(name, wireName)
      return { name, wireName, type, optional: nullable || !(Array.isArray(required) && required.includes(wireName)) }
    })
  }

  private text(schema: Members, path: string): DataType {
    const values = member(schema, 'enum')
    if (Array.isArray(values)) {
      const texts = values.filter(value => value !== null)
      if (texts.every((value): value is string => typeof value === 'string')) return { kind: 'enum', values: texts }
      return this.refuse(`${path}/enum`, 'only texts can be enumerated', JSON.stringify(values)).type
    }
    if (member(schema, 'contentEncoding') === 'base64') return { kind: 'bytes' }
    if (member(schema, 'contentEncoding') !== undefined)
      return this.refuse(`${path}/contentEncoding`, 'only base64 has an equivalent', member(schema, 'contentEncoding')).type
    const format = member(schema, 'format')
    if (format === 'date-time') return { kind: 'timestamp', wire: 'iso8601' }
    return format === 'date' ? { kind: 'date' } : (this.time(schema) ?? { kind: 'string' })
  }

  private time(schema: Members): DataType | undefined {
    const wire = WIRES.find(candidate => candidate === member(schema, 'x-timestamp'))
    return wire === undefined ? undefined : { kind: 'timestamp', wire }
  }

  private decimal(schema: Members): DataType | undefined {
    const [precision, scale] = [member(schema, 'x-precision'), member(schema, 'x-scale')]
    return typeof precision === 'number' && typeof scale === 'number' ? { kind: 'decimal', precision, scale } : undefined
  }

  /** `anyOf` and `oneOf` of null and something else. */
  private choice(choices: unknown, path: string, depth: number): Read {
    const list = Array.isArray(choices) ? choices : []
    const isNull = (choice: unknown) => isObject(choice) && member(choice, 'type') === 'null'
    const index = list.findIndex(choice => !isNull(choice))
    if (index < 0 || list.filter(choice => !isNull(choice)).length !== 1)
      return this.refuse(path, 'a choice between types has no equivalent', `${list.length} schemas`)
    const { type, nullable } = this.read(list[index], `${path}/${index}`, depth + 1)
    return { type, nullable: nullable || list.length > 1 }
  }

  private resolve(reference: unknown, path: string): unknown {
    const parts = typeof reference === 'string' && /^#(\/|$)/.test(reference) ? reference.split('/').slice(1) : undefined
    const found = parts?.reduce<unknown>((at, part) => {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
      return isObject(at) ? member(at, name) : undefined
    }, this.root)
    if (found !== undefined) return found
    this.refusals.add(`${path}/$ref`, 'nothing in this document has this address', {
      got: shown(reference),
      allowed: "an address that starts with '#/'",
    })
    return { type: 'string' }
  }

  private refuse(path: string, message: string, got: unknown): Read {
    this.refusals.add(path, message, { got: shown(got) })
    return NOTHING
  }
}
