import type { DataType, Field, TimestampWire } from '../definition'
import { shown } from '../errors'
import { fieldNameOf, isObject, MAX_DEPTH, type Members, member, Refusals } from './reader'

interface Read {
  readonly type: DataType
  readonly nullable: boolean
}

const PRIMITIVES: Readonly<Record<string, DataType>> = {
  string: { kind: 'string' },
  boolean: { kind: 'boolean' },
  int: { kind: 'int64' },
  long: { kind: 'int64' },
  double: { kind: 'double' },
  bytes: { kind: 'bytes' },
}
const TIMES: Readonly<Record<string, TimestampWire>> = {
  'timestamp-millis': 'epoch-ms',
  'timestamp-micros': 'epoch-us',
  'timestamp-nanos': 'epoch-ns',
}
const WIRES: readonly TimestampWire[] = ['iso8601', 'sql', 'epoch-s']
/** Logical types that mean something which no type here does; others that are unknown are passed over, as Avro says. */
const REFUSED: readonly string[] = [
  'time-millis',
  'time-micros',
  'local-timestamp-millis',
  'local-timestamp-micros',
  'local-timestamp-nanos',
  'duration',
  'big-decimal',
]

/**
 * The fields of events that an Avro record schema (a parsed .avsc) describes, so that a source of the format `avro` reads what producers with it write. Attributes as
 * in `toAvro`. Throws `InvalidPipelineError` with every reason for which there is no equivalent: what is encoded otherwise (float, fixed, map, unions but [null, T]) and
 * what means something else (times of day, local timestamps).
 */
export function fromAvro(schema: unknown): readonly Field[] {
  const reader = new AvroReader()
  const { type, nullable } = reader.read(schema, '', '', 0)
  if (type.kind !== 'record' || nullable) reader.refusals.add('', 'the schema of an event must be a record')
  reader.refusals.throwIfAny('the Avro schema has no equivalent')
  return type.kind === 'record' ? type.fields : []
}

class AvroReader {
  readonly refusals = new Refusals()
  private readonly named = new Map<string, DataType>()

  read(schema: unknown, namespace: string, path: string, depth: number): Read {
    if (depth > MAX_DEPTH) return this.refuse(path, 'the schema is nested too deep', `more than ${MAX_DEPTH} levels`)
    if (Array.isArray(schema)) return this.union(schema, namespace, path, depth)
    if (typeof schema === 'string') return { type: this.byName(schema, namespace, path), nullable: false }
    if (!isObject(schema)) return this.refuse(path, 'no Avro schema', schema)
    return { type: this.complex(schema, namespace, path, depth), nullable: false }
  }

  private byName(name: string, namespace: string, path: string): DataType {
    if (Object.hasOwn(PRIMITIVES, name)) return PRIMITIVES[name]
    const found = this.named.get(fullName(name, namespace)) ?? this.named.get(name)
    if (found !== undefined) return found
    const hint = name === 'float' ? 'make it a double' : 'recursive types have none either'
    return this.refuse(path, 'this type is unknown or has no equivalent', name, hint).type
  }

  private complex(schema: Members, namespace: string, path: string, depth: number): DataType {
    const type = member(schema, 'type')
    switch (type) {
      case 'record':
        return this.name(schema, namespace, own => ({ kind: 'record', fields: this.fields(schema, own, path, depth) }))
      case 'enum':
        return this.name(schema, namespace, () => ({ kind: 'enum', values: this.texts(member(schema, 'symbols'), `${path}/symbols`) }))
      case 'array': {
        const { type: element, nullable } = this.read(member(schema, 'items'), namespace, `${path}/items`, depth + 1)
        return { kind: 'list', element, elementOptional: nullable }
      }
      case 'map':
        return this.refuse(path, 'maps have no equivalent', 'map', 'make it an array of records').type
      case 'fixed':
        return this.refuse(path, 'fixed has no equivalent', 'fixed', 'make it bytes').type
      default:
        if (typeof type === 'string' && Object.hasOwn(PRIMITIVES, type)) return this.logical(type, schema, path)
        return this.read(type, namespace, `${path}/type`, depth + 1).type
    }
  }

  private logical(base: string, schema: Members, path: string): DataType {
    const logicalType = member(schema, 'logicalType')
    const wire = WIRES.find(candidate => candidate === member(schema, 'x-timestamp'))
    if (wire !== undefined && base === (wire === 'epoch-s' ? 'long' : 'string')) return { kind: 'timestamp', wire }
    if (base === 'string' && member(schema, 'x-enum') !== undefined)
      return { kind: 'enum', values: this.texts(member(schema, 'x-enum'), `${path}/x-enum`) }
    if (typeof logicalType !== 'string') return PRIMITIVES[base]
    if (base === 'long' && Object.hasOwn(TIMES, logicalType)) return { kind: 'timestamp', wire: TIMES[logicalType] }
    if (base === 'int' && logicalType === 'date') return { kind: 'date' }
    if (base === 'bytes' && logicalType === 'decimal') return this.decimal(schema, path)
    return REFUSED.includes(logicalType) ? this.refuse(path, 'this logical type has no equivalent', logicalType).type : PRIMITIVES[base]
  }

  private decimal(schema: Members, path: string): DataType {
    const [precision, scale = 0] = [member(schema, 'precision'), member(schema, 'scale')]
    if (typeof precision === 'number' && typeof scale === 'number' && precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision)
      return { kind: 'decimal', precision, scale }
    return this.refuse(
      path,
      'no such decimal',
      `decimal(${String(precision)}, ${String(scale)})`,
      'precision 1 to 38, scale 0 to the precision',
    ).type
  }

  private union(branches: readonly unknown[], namespace: string, path: string, depth: number): Read {
    if (branches.length === 2 && branches[0] === 'null')
      return { type: this.read(branches[1], namespace, `${path}/1`, depth + 1).type, nullable: true }
    const got = JSON.stringify(branches.map(branch => (isObject(branch) ? member(branch, 'type') : branch)))
    return this.refuse(path, 'only a union of null and one type, in this order, has an equivalent', got)
  }

  private fields(schema: Members, namespace: string, path: string, depth: number): readonly Field[] {
    const fields = member(schema, 'fields')
    if (!Array.isArray(fields) || fields.length === 0) {
      this.refusals.add(`${path}/fields`, 'a record without fields has no equivalent')
      return []
    }
    return fields.map((field: unknown, i) => {
      const at = `${path}/fields/${i}`
      const members: Members = isObject(field) ? field : {}
      const wireName = member(members, 'name')
      if (typeof wireName !== 'string') this.refusals.add(`${at}/name`, 'a field needs a name', { got: shown(wireName) })
      const given = member(members, 'x-name')
      const { type, nullable } = this.read(member(members, 'type'), namespace, `${at}/type`, depth + 1)
      return {
        name: typeof given === 'string' ? given : fieldNameOf(String(wireName)),
        wireName: String(wireName),
        type,
        optional: nullable,
      }
    })
  }

  /** Makes a named type, and remembers it for references that come after it. */
  private name(schema: Members, namespace: string, make: (namespace: string) => DataType): DataType {
    const name = String(member(schema, 'name'))
    const given = member(schema, 'namespace')
    const own = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : typeof given === 'string' ? given : namespace
    const type = make(own)
    this.named.set(fullName(name, own), type)
    return type
  }

  private texts(value: unknown, path: string): readonly string[] {
    if (Array.isArray(value) && value.every((text): text is string => typeof text === 'string')) return value
    this.refusals.add(path, 'a list of texts is expected', { got: shown(value) })
    return []
  }

  private refuse(path: string, message: string, got: unknown, hint?: string): Read {
    this.refusals.add(path, message, { got: shown(got), ...(hint === undefined ? {} : { hint }) })
    return { type: { kind: 'string' }, nullable: false }
  }
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`
}
