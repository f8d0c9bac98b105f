/**
 * Stands in a text for another one that is put in later. Lone surrogates are in no name and no literal of a definition, and nothing that a dialect looks at.
 */
export const REFERENCE = /\uD800(\d+)([\uD801\uD802])/g
const WHOLE = /^\uD800\d+\uD801$/

export function referenceTo(index: number): string {
  return `\uD800${index}\uD801`
}

/** The same reference to a text that loses the parentheses around it (see `bare`); undefined where the text is more than a reference. */
export function bareReference(text: string): string | undefined {
  return WHOLE.test(text) ? `${text.slice(0, -1)}\uD802` : undefined
}

/** Whether the second group of `REFERENCE` asks for the text without the parentheses around it. */
export function isBareMark(mark: string): boolean {
  return mark === '\uD802'
}
