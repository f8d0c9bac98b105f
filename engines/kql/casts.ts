import { CASTS as LAW } from '../../pipeline'
import type { CastName } from '../casts'
import { lowered, partial, type Rule, refused, supported } from '../rule'
import type { CastWriter } from '../sql/dialect'
import { bare } from '../sql/expression'

const asIs = supported<CastWriter>(value => value)
const notWritten = refused('not-written', 'nobody has compared the conversion of KQL with the law', {
  hint: 'convert it before the events land',
})
const WRITTEN: Partial<Readonly<Record<CastName, Rule<CastWriter>>>> = {
  'string-string': asIs,
  'enum-string': asIs,
  'boolean-boolean': asIs,
  'int64-int64': asIs,
  'double-double': asIs,
  'timestamp-timestamp': asIs,
  'timestamp-int64': asIs,
  'int64-timestamp': partial(lowered('outside of the years 1 to 9999 it gives null', value => `time_ms(todecimal(${bare(value)}))`)),
  'int64-string': supported(value => `tostring(${bare(value)})`),
  'int64-double': supported(value => `todouble(${bare(value)})`),
  'boolean-int64': lowered('by iff', value => `iff(isnull(${bare(value)}), long(null), iff(${bare(value)}, long(1), long(0)))`),
  'double-int64': partial(
    lowered('beyond int64 it gives null', value => `iff(abs(${bare(value)}) < 9.2e18, tolong(${bare(value)}), long(null))`),
  ),
}

const NAMES = Object.entries(LAW).flatMap(([from, targets]) => Object.keys(targets).map(to => `${from}-${to}` as CastName))
export const CASTS = Object.fromEntries(NAMES.map(name => [name, WRITTEN[name] ?? notWritten])) as Readonly<
  Record<CastName, Rule<CastWriter>>
>
