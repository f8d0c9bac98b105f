/** What stands in a YAML text; `Raw` is written as it is. */
export type Yaml = string | number | boolean | Raw | readonly Yaml[] | YamlMap
export interface YamlMap {
  readonly [key: string]: Yaml
}
export class Raw {
  constructor(readonly text: string) {}
}

const LINE = 130
/** Maps that are easier to read with a line for each member. */
const BLOCKS: ReadonlySet<string> = new Set(['fields', 'combine', 'transforms'])
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/
/** What YAML 1.1, which Beam reads, takes for booleans and null. */
const RESERVED = /^(?:true|false|yes|no|on|off|y|n|null)$/i

/** The lines of `key: value`, without indentation. */
export function memberLines(key: string, value: Yaml): readonly string[] {
  const flow = `${scalar(key)}: ${flowText(value)}`
  const isBlock = BLOCKS.has(key) && isMap(value) && Object.keys(value).length > 0
  if (!(isMap(value) || Array.isArray(value)) || (!isBlock && flow.length <= LINE)) return [flow]
  if (Array.isArray(value)) return [`${scalar(key)}:`, ...(value as readonly Yaml[]).map(item => `  - ${flowText(item)}`)]
  return [`${scalar(key)}:`, ...mapLines(value as YamlMap).map(line => `  ${line}`)]
}

export function mapLines(map: YamlMap): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => memberLines(key, value))
}

function flowText(value: Yaml): string {
  if (value instanceof Raw) return value.text
  if (typeof value === 'string') return scalar(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, member]) => `${scalar(key)}: ${flowText(member)}`)
    .join(', ')}}`
}

/** The one quoting function of YAML: double quotes with JSON's escapes, where a plain text could mean something else. */
export function scalar(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text)
}

const isMap = (value: Yaml): value is YamlMap => typeof value === 'object' && !Array.isArray(value) && !(value instanceof Raw)
