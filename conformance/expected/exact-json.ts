/** A JSON number as it was written: a double would lose digits. */
export class NumberText {
  constructor(readonly text: string) {}
}

/** A JSON value with exact numbers. Of members with the same name the last one counts. */
export type ExactJson = null | boolean | string | NumberText | readonly ExactJson[] | ReadonlyMap<string, ExactJson>

const TOKEN = /\s*(?:([[\]{},:])|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)|(true|false|null))/y

/** Reads JSON text; undefined where it is none, by the language's own reader. */
export function parseExactJson(text: string): ExactJson | undefined {
  try {
    JSON.parse(text)
  } catch {
    return undefined
  }
  const tokens = tokensOf(text)
  return jsonOf(tokens, next(tokens))
}

/** The tokens of text that is known to be JSON. */
function* tokensOf(text: string): Generator<string, string> {
  const pattern = new RegExp(TOKEN)
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) yield match[0].trim()
  return ''
}

const next = (tokens: Iterator<string, string>): string => tokens.next().value

function jsonOf(tokens: Iterator<string, string>, token: string): ExactJson {
  if (token === '[') return listOf(tokens)
  if (token === '{') return objectOf(tokens)
  if (/^[-\d]/.test(token)) return new NumberText(token)
  const value: string | boolean | null = JSON.parse(token)
  return value
}

function listOf(tokens: Iterator<string, string>): readonly ExactJson[] {
  const list: ExactJson[] = []
  for (let token = next(tokens); token !== ']'; token = next(tokens)) if (token !== ',') list.push(jsonOf(tokens, token))
  return list
}

function objectOf(tokens: Iterator<string, string>): ReadonlyMap<string, ExactJson> {
  const members = new Map<string, ExactJson>()
  for (let token = next(tokens); token !== '}'; token = next(tokens)) {
    if (token === ',') continue
    const name: string = JSON.parse(token)
    next(tokens)
    members.set(name, jsonOf(tokens, next(tokens)))
  }
  return members
}
