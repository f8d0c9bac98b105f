import type { CASTS } from '../pipeline'

type CastLaw = typeof CASTS
/** `string-int64`: every pair of kinds that the definition language can cast. */
export type CastName = { readonly [From in keyof CastLaw]: `${From}-${keyof CastLaw[From] & string}` }[keyof CastLaw]
