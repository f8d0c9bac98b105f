import type { Call, CallEmitter } from './calls'
import { equalCode } from './comparison-code'
import type { Emitter } from './emit'

/** `and` (decided by false) and `or` (by true), from the left until it is decided; null if undecided and an argument was null. */
export const logic =
  (decisive: boolean): CallEmitter =>
  (emitter, call) => {
    const { writer } = emitter
    const result = writer.name()
    writer.line(`let ${result} = ${!decisive}`)
    let open = 0
    for (const [index, argument] of call.arguments.entries()) {
      const value = emitter.emit(argument)
      writer.line(`if (${value} === ${decisive}) ${result} = ${decisive}`)
      if (argument.nullable) writer.line(`else if (${value} === null) ${result} = null`)
      if (index === call.arguments.length - 1) break
      writer.line(`if (${result} !== ${decisive}) {`)
      open++
    }
    writer.line('}'.repeat(open))
    return result
  }

export const isNull: CallEmitter = (emitter, call) => emitter.writer.local(`${emitter.emit(call.arguments[0])} === null`)

/** Arguments after the first one that is not null are not evaluated. */
export const coalesce: CallEmitter = (emitter, call) => {
  const { writer } = emitter
  const result = writer.name()
  writer.line(`let ${result} = null`)
  call.arguments.forEach((argument, index) => {
    if (index > 0) writer.line(`if (${result} === null) {`)
    writer.line(`${result} = ${emitter.emitAs(argument, call.type)}`)
  })
  writer.line('}'.repeat(call.arguments.length - 1))
  return result
}

/** Many literals of plain types are looked up in a set; other lists are compared one by one. */
export const isIn: CallEmitter = (emitter, call) => {
  const { writer } = emitter
  const [x, ...candidates] = call.arguments
  const value = emitter.emit(x)
  const set = literalSet(call)
  const found =
    set === undefined
      ? oneByOne(emitter, call, value, candidates)
      : `${writer.constant(set)}.has(${value}) || ${hasNull(call) ? 'null' : 'false'}`
  return writer.local(x.nullable ? `${value} === null ? null : ${found}` : found)
}

function hasNull(call: Call): boolean {
  return call.arguments.slice(1).some(argument => argument.node === 'literal' && argument.value === null)
}

/** Where JavaScript's sameness is the language's equality: texts, booleans, times and integers of one kind, all of them literals. */
function literalSet(call: Call): ReadonlySet<unknown> | undefined {
  const kinds = new Set(call.arguments.map(({ type }) => (type.kind === 'enum' ? 'string' : type.kind)))
  const [kind] = kinds
  if (kinds.size > 1 || kind === 'double' || kind === 'decimal' || kind === 'bytes') return undefined
  const values: unknown[] = []
  for (const argument of call.arguments.slice(1)) {
    if (argument.node !== 'literal') return undefined
    if (argument.value !== null) values.push(argument.value)
  }
  return new Set(values)
}

function oneByOne(emitter: Emitter, call: Call, value: string, candidates: Call['arguments']): string {
  const codes = candidates.map(candidate => emitter.emit(candidate))
  const isEqual = codes.map((code, index) => {
    const equal = equalCode(emitter, value, call.arguments[0].type, code, candidates[index].type)
    return candidates[index].nullable ? `(${code} !== null && ${equal})` : `(${equal})`
  })
  const nullable = codes.filter((_, index) => candidates[index].nullable).map(code => `${code} === null`)
  return `(${isEqual.join(' || ')}) || (${nullable.length === 0 ? 'false' : `(${nullable.join(' || ')}) ? null : false`})`
}
