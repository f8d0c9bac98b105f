import type { DataType } from '../../pipeline'
import type { SqlAggregate } from '../sql/aggregate'

/** Makes every time a positive number of 15 digits, so that their texts sort as they do. */
const SHIFT_MS = 100_000_000_000_000
const TIME_DIGITS = 15
const PARTITION_DIGITS = 10
const OFFSET_DIGITS = 19
/** Behind time, partition and offset stands `1` before a value, `0` before none. */
const FLAG_AT = TIME_DIGITS + PARTITION_DIGITS + OFFSET_DIGITS + 1

/** Kinds whose values go into a text and come back the same. */
export const EDGE_KINDS: readonly DataType['kind'][] = ['string', 'enum', 'boolean', 'int64', 'double', 'decimal', 'timestamp', 'date']

/**
 * Flink has no MIN_BY, and its FIRST_VALUE follows the order of processing: so time, partition and offset stand before the value in one text, whose
 * least or greatest is the first or last event's.
 */
export function edgeValue(extreme: 'MIN' | 'MAX', { input, inputType, aggregate, order, type }: SqlAggregate): string {
  const [time, partition, offset] = order
  const digits = (text: string, count: number) => `LPAD(CAST(${text} AS STRING), ${count}, '0')`
  const position = [digits(`${time} + ${SHIFT_MS}`, TIME_DIGITS), digits(partition, PARTITION_DIGITS), digits(offset, OFFSET_DIGITS)]
  const value = inputType.kind === 'string' || inputType.kind === 'enum' ? input : `CAST(${input} AS STRING)`
  const whole = `${position.join(' || ')} || CASE WHEN ${input} IS NULL THEN '0' ELSE '1' || ${value} END`
  const keepsNulls = (aggregate.aggregate === 'first' || aggregate.aggregate === 'last') && aggregate.keepNulls
  const found = keepsNulls ? `${extreme}(${whole})` : `${extreme}(${whole}) FILTER (WHERE ${input} IS NOT NULL)`
  const text = `SUBSTRING(${found}, ${FLAG_AT + 1})`
  const typed = inputType.kind === 'string' || inputType.kind === 'enum' ? text : `CAST(${text} AS ${castType(type)})`
  return keepsNulls ? `CASE WHEN SUBSTRING(${found}, ${FLAG_AT}, 1) = '1' THEN ${typed} END` : typed
}

function castType(type: DataType): string {
  switch (type.kind) {
    case 'boolean':
      return 'BOOLEAN'
    case 'double':
      return 'DOUBLE'
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`
    case 'date':
      return 'DATE'
    default:
      return 'BIGINT'
  }
}
