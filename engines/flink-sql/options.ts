import type { TableOptions } from './variant'

/** ` WITH (…)`, a line for each option; nothing where there is none. */
export function withOptions(options: TableOptions | null): string {
  if (options === null || options.length === 0) return ''
  return ` WITH (\n${options.map(([name, value]) => `  ${quoted(name)} = ${quoted(value)}`).join(',\n')}\n)`
}

export function setStatements(options: TableOptions): readonly string[] {
  return options.map(([name, value]) => `SET ${quoted(name)} = ${quoted(value)};`)
}

/** Seconds where they are whole, else milliseconds, as Flink reads durations. */
export function duration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000} s` : `${milliseconds} ms`
}

/** Options are the compiler's own texts, and may hold parameters, which the quoting of the definition's texts would take for text. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
