/** Plain JSON; members in the order in which they are written. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
