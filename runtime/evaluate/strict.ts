import type { Expression } from '../../pipeline'
import type { Emitter } from './emit'

/** A local that is null where one of the arguments is, else what `code` gives. `codes[i]` is the value of `expressions[i]`. */
export function emitStrict(emitter: Emitter, expressions: readonly Expression[], codes: readonly string[], code: string): string {
  const tests = codes.filter((_, index) => expressions[index].nullable).map(value => `${value} === null`)
  return emitter.writer.local(tests.length === 0 ? code : `${tests.join(' || ')} ? null : ${code}`)
}
