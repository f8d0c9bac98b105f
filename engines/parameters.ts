const PARAMETER = /\$(\$\{)|\$\{([a-z][a-z0-9_]*)\}/g

/** How a parameter stands in generated text: `${source_topic}`. */
export function parameter(name: string): string {
  return `$\{${name}}`
}

/** Text of the definition (a literal, a wire name) for generated text: what looks like a parameter there is none. Quoting functions call it. */
export function notParameter(text: string): string {
  return text.replaceAll(`$\{`, () => `$$\{`)
}

/**
 * Generated text with its parameters filled in. Values are put in as they are: quote them for the place where they stand.
 * @throws RangeError for parameters without a value, all of them at once
 */
export function fillParameters(text: string, values: Readonly<Record<string, string>>): string {
  const missing = [...new Set([...text.matchAll(PARAMETER)].flatMap(match => match[2] ?? []))].filter(name => !Object.hasOwn(values, name))
  if (missing.length > 0) throw new RangeError(`the text needs ${missing.join(', ')}; got ${Object.keys(values).join(', ') || 'no values'}`)
  return text.replace(PARAMETER, (_, escaped: string | undefined, name: string) => escaped ?? values[name])
}
