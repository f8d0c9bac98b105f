import type { DataType, Field, Source } from '../../pipeline'
import { isAvro } from '../avro'
import { avroSchemaText } from './avro'
import type { Helper } from './helpers'
import { textLiteral } from './literals'
import { type Piece, pythonExpression, pythonPiece, separated, sqlPieces } from './pieces'
import { pythonText } from './python'

/** How the records of a source become events, as parts of a Python program. */
export interface DecodeText {
  /** `StructType([…])`, or of Avro its schema, one member a line. */
  readonly schema: string
  /** `"id": text("…")`: an expression of SQL for each field. */
  readonly fields: readonly string[]
  /** Conditions of SQL under which a record is as its schema says. */
  readonly conditions: readonly string[]
  readonly helpers: ReadonlySet<Helper>
  /** The member of the schema in which Spark puts a record that isn't as the schema says; of Avro the one behind all others. */
  readonly corrupt: string
}

/**
 * Members are read as variants where Spark would take more than the law does (a number for a text) or less (1.0 for an integer); as texts that
 * tell what they were (`TEXTS_OF_MEMBERS`) where it has none. Avro's members have its types.
 *
 * @param record the column of the record, quoted
 */
export function decodeText(source: Source, record: string, variants: boolean): DecodeText {
  const wireNames = new Set(source.fields.map(({ wireName }) => wireName))
  const free = (name: string): string => (wireNames.has(name) ? free(`${name}_`) : name)
  const corrupt = free('_corrupt_record')
  const writer = new DecodeWriter(variants, isAvro(source))
  const members = source.fields.map(field => `    ${writer.member(field)},`)
  const fields = source.fields.map(
    field => `    ${pythonText(field.name)}: ${pythonExpression(writer.value(field.type, memberOf(record, field)))},`,
  )
  const conditions = source.fields.map(field => `    ${pythonExpression(writer.condition(field, memberOf(record, field)))},`)
  const schema = isAvro(source)
    ? avroSchemaText(source)
    : `StructType([\n${[...members, `    StructField(${pythonText(corrupt)}, StringType()),`].join('\n')}\n])`
  return { schema, fields, conditions, helpers: writer.helpers, corrupt }
}

/** A member by its name on the wire, as a text of SQL that isn't quoted for Python yet. */
function memberOf(record: string, { wireName }: Field): string {
  return `${record}.\`${wireName.replaceAll('`', '``')}\``
}

class DecodeWriter {
  readonly helpers = new Set<Helper>()

  constructor(
    private readonly variants: boolean,
    private readonly isAvro: boolean,
  ) {}

  member({ wireName, type }: Field): string {
    return `StructField(${pythonText(wireName)}, ${this.wireType(type)})`
  }

  /** The SQL of the value of a member, or null where it has none of the type. */
  value(type: DataType, member: string): readonly Piece[] {
    const helper = this.isAvro && (type.kind === 'int64' || type.kind === 'bytes') ? undefined : helperOf(type)
    if (helper !== undefined) {
      const digits = type.kind === 'decimal' ? `, ${type.precision}, ${type.scale}` : ''
      return this.call(helper, member, digits)
    }
    switch (type.kind) {
      case 'enum': {
        const text = this.call('text', member)
        return sqlPieces`IF(${text} IN (${type.values.map(textLiteral).join(', ')}), ${text}, NULL)`
      }
      case 'list':
        return sqlPieces`transform(${member}, element -> ${this.value(type.element, 'element')})`
      case 'record': {
        const members = type.fields.map(field => sqlPieces`${textLiteral(field.name)}, ${this.value(field.type, memberOf(member, field))}`)
        return sqlPieces`IF(${member} IS NULL, NULL, named_struct(${separated(members, ', ')}))`
      }
      default:
        return sqlPieces`${member}`
    }
  }

  /** The SQL condition under which a field is as the schema says. */
  condition({ name, type, optional }: Field, member: string): readonly Piece[] {
    return this.isGood(type, optional, member, sqlPieces`\`${name}\``)
  }

  /** `value` is what the member was read as. */
  private isGood(type: DataType, optional: boolean, member: string, value: readonly Piece[]): readonly Piece[] {
    const inner = this.innerCondition(type, member)
    if (inner !== undefined) return optional ? sqlPieces`(${member} IS NULL OR ${inner})` : sqlPieces`${member} IS NOT NULL AND ${inner}`
    if (!optional) return sqlPieces`${value} IS NOT NULL`
    const absent = this.isVariant(type) ? this.call('absent', member) : sqlPieces`${member} IS NULL`
    return sqlPieces`(${absent} OR ${value} IS NOT NULL)`
  }

  private innerCondition(type: DataType, member: string): readonly Piece[] | undefined {
    if (type.kind === 'list') {
      const { element, elementOptional } = type
      return sqlPieces`forall(${member}, element -> ${this.isGood(element, elementOptional, 'element', this.value(element, 'element'))})`
    }
    if (type.kind !== 'record') return undefined
    const conditions = type.fields.map(field => {
      const inner = memberOf(member, field)
      return this.isGood(field.type, field.optional, inner, this.value(field.type, inner))
    })
    return sqlPieces`(${separated(conditions, ' AND ')})`
  }

  private call(helper: Helper, member: string, more = ''): readonly Piece[] {
    this.helpers.add(helper)
    return pythonPiece(`${helper}(${pythonText(member)}${more})`)
  }

  private isVariant(type: DataType): boolean {
    return !this.isAvro && !['boolean', 'double', 'list', 'record'].includes(type.kind)
  }

  private wireType(type: DataType): string {
    switch (type.kind) {
      case 'boolean':
        return 'BooleanType()'
      case 'double':
        return this.variants ? 'DoubleType()' : 'StringType()'
      case 'list':
        return `ArrayType(${this.wireType(type.element)})`
      case 'record':
        return `StructType([${type.fields.map(field => this.member(field)).join(', ')}])`
      default:
        return this.variants ? 'VariantType()' : 'StringType()'
    }
  }
}

function helperOf(type: DataType): Helper | undefined {
  switch (type.kind) {
    case 'string':
      return 'text'
    case 'int64':
    case 'double':
    case 'decimal':
    case 'date':
      return type.kind
    case 'bytes':
      return 'base64_bytes'
    case 'timestamp':
      return TIMES[type.wire]
    default:
      return undefined
  }
}

const TIMES = {
  iso8601: 'iso8601',
  sql: 'sql_time',
  'epoch-s': 'epoch_s',
  'epoch-ms': 'epoch_ms',
  'epoch-us': 'epoch_us',
  'epoch-ns': 'epoch_ns',
} as const satisfies Readonly<Record<Extract<DataType, { kind: 'timestamp' }>['wire'], Helper>>
