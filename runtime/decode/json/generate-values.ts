import type { TimestampWire } from '../../../pipeline'
import type { FieldPlan } from '../plan'
import { MAX_TIME_MS, MIN_TIME_MS } from '../time-text'

/** `null` as a little-endian word; the others likewise. */
const NULL_WORD = 0x6c6c756e
const TRUE_WORD = 0x65757274
const ALSE_WORD = 0x65736c61

/** Code that checks a value of a member that is no field. Starts and leaves `position` as all value code does. */
export function unknownValueCode(firstByte: number): string {
  const general = 'position = scanner.skipValue(position, end, 1); if (position < 0) return entry;'
  if (firstByte === 34) return `if (bytes[position] === 34) {\n${stringEndCode('position')}\n} else { ${general} }`
  if (firstByte === 45 || (firstByte >= 48 && firstByte <= 57)) return unknownNumberCode(general)
  if (firstByte === 110) return `if (view.getInt32(position, true) === ${NULL_WORD}) position += 4; else { ${general} }`
  return general
}

/** Code that checks and stores the value of a field. Whatever it isn't made for, it leaves to the general reader. */
export function fieldCode(plan: FieldPlan, fieldIndex: number, valueLength: number): string {
  const general = `{ position = general.readValue(${fieldIndex}, entry, first, end); if (position < 0) return entry; }`
  const code = `first = position;\n${typeCode(plan, fieldIndex, general, valueLength < 8 ? SHORT_DIGITS : LONG_DIGITS)}`
  if (!plan.field.optional || plan.isEventTime) return code
  return `if (view.getInt32(position, true) === ${NULL_WORD}) { position += 4; ${missingFieldCode(plan)} } else {\n${code}\n}`
}

/** Code that stores null for an optional field. */
export function missingFieldCode({ field, column }: FieldPlan): string {
  if (column < 0) return ''
  switch (field.type.kind) {
    case 'string':
    case 'enum':
      return `starts${column}[entry] = -1; ends${column}[entry] = -1;`
    case 'bytes':
    case 'list':
    case 'record':
      return `values${column}[entry] = null;`
    default:
      return `values${column}[entry] = 0; nulls${column}[entry] = 1;`
  }
}

function typeCode(plan: FieldPlan, fieldIndex: number, general: string, digits: string): string {
  const { type } = plan.field
  const { column } = plan
  switch (type.kind) {
    case 'int64':
      return integerCode(digits, general, storeNumberCode(plan, 'number'))
    case 'double':
      return doubleCode(digits, general, storeNumberCode(plan, 'number'))
    case 'boolean':
      return `word = view.getInt32(position, true);
if (word === ${TRUE_WORD}) { position += 4; ${storeNumberCode(plan, '1')} }
else if (view.getInt32(position + 1, true) === ${ALSE_WORD} && bytes[position] === 102) { position += 5; ${storeNumberCode(plan, '0')} }
else ${general}`
    case 'string':
      if (column < 0) return `if (bytes[position] !== 34) return entry;\n${stringEndCode('position')}`
      return textCode(general, `starts${column}[entry] = first + 1; ends${column}[entry] = position - 1;`)
    case 'enum':
      return textCode(
        general,
        `if (enums[${fieldIndex}].find(bytes, first + 1, position - 1) < 0) return entry;
${column < 0 ? '' : `starts${column}[entry] = first + 1; ends${column}[entry] = position - 1;`}`,
      )
    case 'date':
      return textCode(
        general,
        `number = readDate(bytes, first + 1, position - 1); if (number !== number) return entry; ${storeNumberCode(plan, 'number')}`,
      )
    case 'timestamp':
      return timestampCode(plan, type.wire, digits, general)
    default:
      return general
  }
}

function timestampCode(plan: FieldPlan, wire: TimestampWire, digits: string, general: string): string {
  if (wire === 'iso8601' || wire === 'sql') {
    const read = wire === 'sql' ? 'readSqlTime' : 'readIsoTime'
    return textCode(
      general,
      `number = ${read}(bytes, first + 1, position - 1); if (number !== number) return entry; ${storeTimeCode(plan)}`,
    )
  }
  const scale = {
    'epoch-s': 'number * 1000',
    'epoch-ms': 'number',
    'epoch-us': 'Math.floor(number / 1000)',
    'epoch-ns': 'Math.floor(number / 1000000)',
  }[wire]
  const check = `number = ${scale}; if (!(number >= ${MIN_TIME_MS} && number <= ${MAX_TIME_MS})) return entry;`
  return integerCode(digits, general, `${check} ${storeTimeCode(plan)}`)
}

function storeTimeCode(plan: FieldPlan): string {
  return `${plan.isEventTime ? 'times[entry] = number;' : ''} ${storeNumberCode(plan, 'number')}`
}

function storeNumberCode({ column }: FieldPlan, value: string): string {
  return column < 0 ? '' : `values${column}[entry] = ${value}; nulls${column}[entry] = 0;`
}

/** Brings `position` behind the digits from there on and adds them to `number`, which is exact up to 15 of them; then `byte` is what comes behind them. */
const SHORT_DIGITS = 'while ((byte = bytes[position]) >= 48 && byte <= 57) { number = number * 10 + (byte - 48); position++; }'

/**
 * The same for many digits. Four digits at a time: `^ 0x30…` makes them 0 to 9, and only other bytes reach the highest bit when 0x76 is added (a carry
 * may mark bytes above the first one, never below it). One multiplication by ten joins neighbors.
 */
const LONG_DIGITS = `for (;;) {
word = view.getInt32(position, true) ^ 0x30303030;
marks = ((word + 0x76767676) | word) & ${0x80808080 | 0};
if (marks !== 0) break;
if (position >= end) return entry;
word = Math.imul(word, 10) + (word >>> 8);
number = number * 10000 + ((word & 255) * 100 + ((word >>> 16) & 255));
position += 4;
}
marks = 31 - Math.clz32(marks & -marks);
word = (word << 8) << (31 - marks);
word = Math.imul(word, 10) + (word >>> 8);
number = number * powers[marks >> 3] + ((word & 255) * 100 + ((word >>> 16) & 255));
position += marks >> 3;
byte = bytes[position];`

/** An integer of at most 15 digits. */
function integerCode(digits: string, general: string, store: string): string {
  return `if (bytes[position] === 45) position++;
whole = position; number = 0;
${digits}
if (position === whole || position - whole > 15 || byte === 46 || (byte | 32) === 101 || (bytes[whole] === 48 && position > whole + 1)) ${general}
else { if (whole > first) number = 0 - number; ${store} }`
}

/** A number of at most 15 digits without exponent; the quotient of two exact doubles is the nearest double. Zeros with a sign are left to the general reader. */
function doubleCode(digits: string, general: string, store: string): string {
  return `if (bytes[position] === 45) position++;
whole = position; number = 0; point = 0;
${digits}
if (position > whole && byte === 46 && (bytes[whole] !== 48 || position === whole + 1)) {
position++; point = position;
${digits}
point = position - point; if (point === 0) position = whole;
}
if (position === whole || position - whole > 15 || (byte | 32) === 101 || (number === 0 && whole > first) || (point === 0 && bytes[whole] === 48 && position > whole + 1)) ${general}
else { if (point > 0) number /= powers[point]; if (whole > first) number = -number; ${store} }`
}

function unknownNumberCode(general: string): string {
  return `first = position;
if (bytes[position] === 45) position++;
whole = position;
while ((byte = bytes[position]) >= 48 && byte <= 57) position++;
if (position === whole || byte === 46 || (byte | 32) === 101 || (bytes[whole] === 48 && position > whole + 1)) { position = first; ${general} }`
}

/** A string without escapes. */
function textCode(general: string, store: string): string {
  return `if (bytes[position] !== 34) return entry;
${stringEndCode('-1')}
if (position < 0) ${general}
else { ${store} }`
}

/**
 * Brings `position` from the opening quote behind the closing one. Where something else than plain characters comes, goes on with the
 * scanner, or gives -1 if `slow` is '-1'.
 */
function stringEndCode(slow: 'position' | '-1'): string {
  const other = slow === '-1' ? 'position = -1;' : '{ position = scanner.skipString(position, end); if (position < 0) return entry; }'
  return `position = scanner.findSpecial(position + 1, end);
if (position < end && bytes[position] === 34) position++; else ${other}`
}
