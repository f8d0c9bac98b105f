import type { DataType } from '../../pipeline'

/** A number as JSON writes it, which is how CSV does, too. */
export const JSON_NUMBER = '-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?'

/** A cell of CSV (RFC 4180) as it stands, with its quotes. */
export const CELL = '("[^"]*(?:""[^"]*)*"|[^",\\r\\n]*)'

/** A regular expression for a whole line of so many cells, each of them a group, which RE2 and Java's engine read alike. A byte order mark may stand before them. */
export function csvLine(count: number): string {
  return `\\x{FEFF}?${Array.from({ length: count }, () => CELL).join(',')}`
}

/** What a cell of a type is in JSON: a text, a number, or `true` and `false`. */
export function cellForm(type: DataType): 'text' | 'number' | 'boolean' {
  switch (type.kind) {
    case 'int64':
    case 'double':
    case 'decimal':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'timestamp':
      return type.wire === 'iso8601' || type.wire === 'sql' ? 'text' : 'number'
    default:
      return 'text'
  }
}
