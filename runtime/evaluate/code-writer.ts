import * as helpers from './helpers'

export type HelperName = keyof typeof helpers

/** What a generated function is made of. */
export interface GeneratedSource {
  /** The body of a function that gives it, over `c0`, `c1`, … and the helpers by their names. */
  readonly body: string
  readonly constants: readonly unknown[]
  readonly helpers: readonly HelperName[]
}

const sources = new WeakMap<object, GeneratedSource>()

/** Of a function that a `CodeWriter` built; undefined for others. */
export const sourceOf = (generated: object): GeneratedSource | undefined => sources.get(generated)

/**
 * Writes the source of one JavaScript function. Nothing from a definition is ever pasted into it: values and names go in as constants, which
 * the source refers to by number. What it gives `constant` must be data or a part of this package, so that `compiledText` can write it for a bundle.
 */
export class CodeWriter {
  private readonly constants: unknown[] = []
  private readonly numberOf = new Map<unknown, number>()
  private readonly used = new Set<HelperName>()
  private readonly lines: string[] = []
  private readonly setup: string[] = []
  private readonly objects: string[] = []
  private locals = 0

  /** One line (or more) of code at this place. */
  line(code: string): void {
    this.lines.push(code)
  }

  /** A line before the others, run once for each call of the function. */
  before(code: string): void {
    this.setup.push(code)
  }

  /** A fresh name. */
  name(): string {
    return `v${this.locals++}`
  }

  /** The name of a new local that holds the value of the code. */
  local(code: string): string {
    const name = this.name()
    this.line(`const ${name} = ${code}`)
    return name
  }

  /** Code of a value; small numbers, booleans and null are written out. */
  constant(value: unknown): string {
    if (value === null || typeof value === 'boolean') return String(value)
    if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) return value < 0 ? `(${value})` : String(value)
    let number = this.numberOf.get(value)
    if (number === undefined) {
      number = this.constants.push(value) - 1
      this.numberOf.set(value, number)
    }
    return `c${number}`
  }

  /** Code of an object that is made once, of data. */
  made(type: abstract new (...data: never[]) => object, ...data: readonly unknown[]): string {
    const name = `o${this.objects.length}`
    this.objects.push(`const ${name} = new ${this.constant(type)}(${data.map(value => this.constant(value)).join(', ')})`)
    return name
  }

  /** Code of a call of a helper. */
  call(name: HelperName, ...codes: readonly string[]): string {
    this.used.add(name)
    return `${name}(${codes.join(', ')})`
  }

  /** The function. Its parameters' names are those that the code uses; given by this package, never by a definition. */
  build(parameters: readonly string[]): unknown {
    const used = [...this.used]
    const body = [...this.objects, `return function (${parameters.join(', ')}) {`, ...this.setup, ...this.lines, '}'].join('\n')
    const source = [
      `'use strict'`,
      ...this.constants.map((_, number) => `const c${number} = constants[${number}]`),
      ...used.map(name => `const ${name} = helpers.${name}`),
      body,
    ].join('\n')
    // The source consists of this package's own templates, numbers and names made by `name()`; see the class comment.
    const make = new Function('constants', 'helpers', source)
    const generated: object = make(this.constants, helpers)
    sources.set(generated, { body, constants: this.constants, helpers: used })
    return generated
  }
}
