import type { Value } from '../../pipeline'

/**
 * A row: nothing is inherited, so a column may have any name, `__proto__` too. Unlike objects whose prototype is null itself, which V8 keeps
 * as hash tables, rows of one output share a hidden class: several times faster to make and to read.
 */
export class Row {
  [name: string]: Value
}
Object.setPrototypeOf(Row.prototype, null)
Reflect.deleteProperty(Row.prototype, 'constructor')
Object.freeze(Row.prototype)
