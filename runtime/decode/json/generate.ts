import type { DecodedBatch, RecordBatch } from '../../records'
import type { FieldPlan } from '../plan'
import { readDate, readIsoTime, readSqlTime } from '../time-text'
import type { GeneralReader } from './general'
import { fieldCode, missingFieldCode, unknownValueCode } from './generate-values'
import { NameTable } from './members'
import type { JsonScanner } from './scanner'
import type { Shape } from './shape'

/**
 * Decodes entries from `entry` on as long as the records have the shape, and gives the first entry that it did not
 * decode: another shape, a bad record, a tick, or `count`. What it wrote for that entry is to be overwritten.
 */
export type ShapeReader = (bytes: Uint8Array, view: DataView, records: RecordBatch, from: number, entry: number, count: number) => number

/** What generated code works on. */
export interface ShapeTarget {
  readonly scanner: JsonScanner
  readonly batch: DecodedBatch
  readonly general: GeneralReader
  readonly maxAheadMs: number | null
}

/** What generated code may name, beside its arguments. */
interface GeneratedScope {
  readonly scanner: JsonScanner
  readonly general: GeneralReader
  readonly status: Uint8Array
  readonly times: Float64Array
  readonly columns: DecodedBatch['columns']
  readonly enums: readonly (NameTable | null)[]
  readonly powers: Float64Array
  readonly readIsoTime: typeof readIsoTime
  readonly readSqlTime: typeof readSqlTime
  readonly readDate: typeof readDate
}

/** Exact as doubles, so that one division by them rounds right. */
const POWERS_OF_TEN = Float64Array.from({ length: 16 }, (_, power) => 10 ** power)

/** Bytes that must follow a record in its buffer: a word can be read at its end. */
export const ROOM_BYTES = 8

/**
 * Generates the reader of one shape. The code is made of numbers only (bytes as words, indexes, limits): no text of a record or
 * schema gets into it. Undefined where the platform forbids code from strings.
 */
export function compileShape(shape: Shape, plans: readonly FieldPlan[], target: ShapeTarget): ShapeReader | undefined {
  const scope: GeneratedScope = {
    scanner: target.scanner,
    general: target.general,
    status: target.batch.status,
    times: target.batch.times,
    columns: target.batch.columns,
    enums: plans.map(({ field }) => (field.type.kind === 'enum' ? new NameTable(field.type.values) : null)),
    powers: POWERS_OF_TEN,
    readIsoTime,
    readSqlTime,
    readDate,
  }
  let factory: (scope: GeneratedScope) => ShapeReader
  try {
    factory = new Function('scope', sourceOf(shape, plans, target)) as typeof factory
  } catch (error) {
    if (error instanceof EvalError) return undefined
    throw error
  }
  return factory(scope)
}

function sourceOf(shape: Shape, plans: readonly FieldPlan[], target: ShapeTarget): string {
  const inShape = new Set(shape.members.map(member => member.field))
  const members = shape.members.map(({ glue, field, firstByte, valueLength }) => {
    const value = field < 0 ? unknownValueCode(firstByte) : fieldCode(plans[field], field, valueLength)
    return `if (position > end - ${glue.length} || ${mismatch(glue)}) return entry; position += ${glue.length};\n${value}`
  })
  const missing = plans.filter((_, index) => !inShape.has(index)).map(missingFieldCode)
  const { tail } = shape
  const ahead = target.maxAheadMs === null ? '' : `if (times[entry] > arrivalTimes[from + entry] + ${target.maxAheadMs}) return entry;`
  return `'use strict';
const { scanner, general, status, times, enums, powers, readIsoTime, readSqlTime, readDate } = scope;
${target.batch.columns.map(columnConstants).join('\n')}
return function (bytes, view, records, from, entry, count) {
const { starts, ends, arrivalTimes } = records;
const limit = bytes.length - ${ROOM_BYTES};
let byte = 0, first = 0, whole = 0, point = 0, word = 0, marks = 0, number = 0;
for (; entry < count; entry++) {
let position = starts[from + entry];
const end = ends[from + entry], lastWord = end - 4;
if (status[entry] !== 0 || end > limit) return entry;
${members.join('\n')}
if (position !== end - ${tail.length} || ${mismatch(tail)}) return entry;
${ahead}
${missing.join('\n')}
}
return entry;
}`
}

function columnConstants(column: DecodedBatch['columns'][number], index: number): string {
  if (column.kind === 'number')
    return `const values${index} = scope.columns[${index}].values, nulls${index} = scope.columns[${index}].nulls;`
  if (column.kind === 'text') return `const starts${index} = scope.columns[${index}].starts, ends${index} = scope.columns[${index}].ends;`
  return `const values${index} = scope.columns[${index}].values;`
}

/** A test that is true where the bytes at `position` are others: by words, the last of which may overlap the one before. */
function mismatch(expected: Uint8Array): string {
  const view = new DataView(expected.buffer, expected.byteOffset, expected.byteLength)
  if (expected.length < 4) return Array.from(expected, (byte, offset) => `bytes[position + ${offset}] !== ${byte}`).join(' || ')
  const tests: string[] = []
  for (let offset = 0; offset < expected.length; offset += 4) {
    const at = Math.min(offset, expected.length - 4)
    tests.push(`view.getInt32(position + ${at}, true) !== ${view.getInt32(at, true)}`)
  }
  return tests.join(' || ')
}
