import type { DataType, Field, Reference, Value } from '../definition'
import type { Issue } from '../errors'
import { InvalidPipelineError, shown } from '../errors'
import { integerValue, parseDay, parseDecimal, parseTime, typeText, valueProblem } from '../expression'
import type { FieldType, Schema, Shape, ShapeOf, ValueOf } from '../schema'
import { fieldsOf } from '../schema'

declare const ROW: unique symbol
declare const UNCHECKED: unique symbol

/** Reference data for `lookup`. Made by `reference`. */
export interface ReferenceData<S extends Shape = Shape> {
  readonly definition: Reference
  readonly [ROW]?: S
}

/** Rows whose types only `reference` checks. Made by `referenceFromJsonLines`. */
export interface UncheckedRows extends ReadonlyArray<Readonly<Record<string, unknown>>> {
  readonly [UNCHECKED]?: true
}

type InputOf<F extends FieldType> =
  | (F['type'] extends { readonly kind: 'timestamp' | 'date' | 'decimal' | 'int64' } ? string | number | bigint : ValueOf<F['type']>)
  | ('nullable' extends F['nullness'] ? null : never)
/** A row of reference data: times as ISO 8601 texts or epoch milliseconds, days as `YYYY-MM-DD`, decimals as numbers or texts. */
export type ReferenceRow<S extends Schema> = { readonly [K in keyof S]: InputOf<S[K]> }

/**
 * Small tables that events are enriched from; part of the definition. Throws `InvalidPipelineError` where a value is not of its field's type.
 *
 * ```ts
 * const topics = reference('topics', { schema: { subreddit: string(), topic: string() }, rows: [{ subreddit: 'aww', topic: 'animals' }] })
 * ```
 */
export function reference<const S extends Schema>(
  name: string,
  options: { readonly schema: S; readonly rows: readonly ReferenceRow<S>[] | UncheckedRows },
): ReferenceData<ShapeOf<S>> {
  const fields = fieldsOf(options.schema)
  const issues: Issue[] = []
  const rows = options.rows.map((row, r) =>
    Object.freeze(
      fields.map(field => {
        const given = Object.hasOwn(row, field.name) ? row[field.name] : Object.hasOwn(row, field.wireName) ? row[field.wireName] : null
        const value = inMemory(given, field.type)
        const problem = cellProblem(value, field)
        if (problem !== undefined)
          issues.push({
            code: 'wrong-value',
            path: `reference ${name}.rows[${r}].${field.name}`,
            message: problem,
            got: shown(given),
            allowed: typeText(field.type),
          })
        return value
      }),
    ),
  )
  if (issues.length > 0) throw new InvalidPipelineError(issues.slice(0, 100), `the reference data ${name} is invalid`)
  return Object.freeze({ definition: Object.freeze({ name, fields, rows: Object.freeze(rows) }) })
}

/** Why a value can't stand in a field of reference data. */
export function cellProblem(value: Value, field: Field): string | undefined {
  if (value !== null) return valueProblem(value, field.type)
  return field.optional ? undefined : 'a value is missing'
}

/** Rows of reference data from a text with one JSON object a line, such as a file's. Throws `InvalidPipelineError` with the lines that are none. */
export function referenceFromJsonLines(text: string): UncheckedRows {
  const issues: Issue[] = []
  const rows = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return []
      const row = parseObject(line)
      if (row === undefined) issues.push({ code: 'wrong-shape', path: `line ${i + 1}`, message: 'not a JSON object', got: shown(line) })
      return row === undefined ? [] : [row]
    })
  if (issues.length > 0) throw new InvalidPipelineError(issues.slice(0, 100), 'the reference data is not JSON lines')
  return rows
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

/** A value as people write it, in the representation of its type; what doesn't fit stays as it is, for the check that follows. */
function inMemory(given: unknown, type: DataType): Value {
  if (given === null || given === undefined) return null
  if (type.kind === 'list' && Array.isArray(given)) return Object.freeze(given.map(element => inMemory(element, type.element)))
  if (type.kind === 'record' && typeof given === 'object') {
    const members = given as Readonly<Record<string, unknown>>
    const record: Record<string, Value> = Object.create(null)
    for (const { name, type: inner } of type.fields) record[name] = inMemory(Object.hasOwn(members, name) ? members[name] : null, inner)
    return Object.freeze(record)
  }
  if (typeof given === 'bigint' && type.kind !== 'decimal') return integerValue(given)
  if (type.kind === 'decimal' && (typeof given === 'number' || typeof given === 'string' || typeof given === 'bigint'))
    return decimalValue(String(given), type.scale) ?? String(given)
  if (typeof given === 'string') return fromText(given, type) ?? given
  return typeof given === 'number' || typeof given === 'boolean' || given instanceof Uint8Array ? given : String(given)
}

function fromText(text: string, type: DataType): Value | undefined {
  if (type.kind === 'timestamp') return parseTime(text)
  if (type.kind === 'date') return parseDay(text)
  return type.kind === 'int64' && /^-?\d{1,19}$/.test(text) ? integerValue(BigInt(text)) : undefined
}

/** Undefined where digits would be lost. */
function decimalValue(text: string, scale: number): number | bigint | undefined {
  const decimal = parseDecimal(text)
  if (decimal === undefined) return undefined
  const shift = scale - decimal.scale
  if (shift >= 0) return integerValue(decimal.unscaled * 10n ** BigInt(shift))
  const divisor = 10n ** BigInt(-shift)
  return decimal.unscaled % divisor === 0n ? integerValue(decimal.unscaled / divisor) : undefined
}
