/** A member of the generated class: by the name that calls it, its Java text. Only members that are used are written. */
export type JavaMembers = Readonly<Record<string, string>>

/** The text without the indentation of the template that holds it. */
export function java(strings: TemplateStringsArray): string {
  // `raw`: a backslash is meant for Java.
  const lines = strings.raw.join('').replace(/^\n/, '').trimEnd().split('\n')
  const indentation = Math.min(...lines.filter(line => line.trim() !== '').map(line => line.search(/\S/)))
  return lines.map(line => line.slice(indentation)).join('\n')
}
