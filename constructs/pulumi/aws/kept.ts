import type { Removal } from '../../plan'
import type { ChildOptions } from './children'

/** Options of what holds data of one generation: with `retain` it stays in the account when it leaves the stack. */
export const kept = (removal: Removal): ChildOptions => (removal === 'retain' ? { retainOnDelete: true } : {})

/** Options of what all generations share: with `retain` it can't leave the stack, until somebody lifts that (`pulumi state unprotect`). */
export const guarded = (removal: Removal): ChildOptions => (removal === 'retain' ? { ...kept(removal), protect: true } : {})
