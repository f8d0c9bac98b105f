import type { DataType, LookupKey, Reference, Value } from '../../pipeline'
import { bare } from '../sql/expression'
import { isDecimal } from '../sql/functions'
import { literal } from './dialect'
import type { PythonModule } from './module'
import { pythonText, tuple } from './python'

/** Reference data as a dict by the columns that a lookup joins on; decimals of any scale are looked up by their exact value. */
export class ReferenceTables {
  private readonly names = new Map<string, string>()

  constructor(private readonly module: PythonModule) {}

  /** The name of the dict. */
  nameOf(reference: Reference, on: readonly LookupKey[]): string {
    const columns = on.map(({ column }) => column)
    const known = this.names.get(JSON.stringify([reference.name, columns]))
    if (known !== undefined) return known
    const name = this.module.free(reference.name.toUpperCase())
    this.names.set(JSON.stringify([reference.name, columns]), name)
    this.module.constant(`# ${reference.name} by ${columns.join(', ')}.\n${name} = {\n${rowsOf(reference, columns)}}`)
    return name
  }
}

/** The text of an expression as it is looked up. */
export function keyText(text: string, type: DataType): string {
  return isDecimal(type) ? `fraction(${bare(text)}, ${type.scale})` : bare(text)
}

function rowsOf({ fields, rows }: Reference, columns: readonly string[]): string {
  const indexes = columns.map(column => fields.findIndex(({ name }) => name === column))
  return rows
    .filter(row => indexes.every(index => row[index] !== null))
    .map(row => {
      const key = indexes.map(index => keyLiteral(row[index], fields[index].type))
      const members = fields.map(({ name, type }, index) => `${pythonText(name)}: ${literal(row[index], type)}`)
      return `    ${tuple(key)}: {${members.join(', ')}},\n`
    })
    .join('')
}

function keyLiteral(value: Value, type: DataType): string {
  return isDecimal(type) ? `Fraction(${literal(value, type)}, 10**${type.scale})` : literal(value, type)
}
