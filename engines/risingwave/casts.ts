import { CASTS as LAW } from '../../pipeline'
import type { CastName } from '../casts'
import { type Rule, refused, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'
import { typeName } from './types'

const asIs = supported<CastWriter>(value => value)
const exact = supported<CastWriter>((value, _, to) => `CAST(${bare(value)} AS ${typeName(to)})`)
const notWritten = refused('not-written', 'nobody has compared the cast of RisingWave with the law', {
  hint: 'convert it before the events are read',
})
const WRITTEN: Partial<Readonly<Record<CastName, Rule<CastWriter>>>> = {
  'string-string': asIs,
  'enum-string': asIs,
  'boolean-boolean': asIs,
  'boolean-string': exact,
  'int64-int64': asIs,
  'int64-double': exact,
  'int64-string': exact,
  'double-double': asIs,
  'timestamp-timestamp': asIs,
  'timestamp-int64': asIs,
}

const NAMES = Object.entries(LAW).flatMap(([from, targets]) => Object.keys(targets).map(to => `${from}-${to}` as CastName))
export const CASTS = Object.fromEntries(NAMES.map(name => [name, WRITTEN[name] ?? notWritten])) as Readonly<
  Record<CastName, Rule<CastWriter>>
>
