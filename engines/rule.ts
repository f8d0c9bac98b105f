/** Why something is refused: no rewrite can exist; the engine's makers may add it; a rewrite may exist, but nobody has written it. */
export type RefusalKind = 'never' | 'not-yet' | 'not-written'

export interface Refusal {
  readonly support: 'refused'
  readonly kind: RefusalKind
  /** Lower case, one sentence: what the engine lacks. */
  readonly reason: string
  /** What to write instead. */
  readonly hint?: string
  /** Where the engine's own documentation says so. */
  readonly link?: string
}

export interface Written<Writer> {
  /** `lowered`: the engine has no such thing by itself, or means another thing by it; `note` says how it is rewritten. */
  readonly support: 'supported' | 'lowered'
  readonly note?: string
  /** The written text gives null where the law says that the event fails (see `guard.ts`). */
  readonly partial?: true
  readonly write: Writer
}

/**
 * What an engine does about one node kind of the definition language: the code that writes it, or why there is none. Engines hold
 * tables of rules typed by node kind, so that a new kind doesn't compile until each engine has decided, and the support matrix
 * is printed from the same tables that write the text.
 */
export type Rule<Writer> = Written<Writer> | Refusal

export function supported<Writer>(write: Writer): Rule<Writer> {
  return { support: 'supported', write }
}

/** Supported by a rewrite, which `note` describes in one sentence. */
export function lowered<Writer>(note: string, write: Writer): Rule<Writer> {
  return { support: 'lowered', note, write }
}

/** The same rule for text that gives null where the event fails. */
export function partial<Writer>(rule: Rule<Writer>): Rule<Writer> {
  return rule.support === 'refused' ? rule : { ...rule, partial: true }
}

export function refused(kind: RefusalKind, reason: string, more: Pick<Refusal, 'hint' | 'link'> = {}): Refusal {
  return { support: 'refused', kind, reason, ...more }
}
