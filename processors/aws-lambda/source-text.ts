/** A JavaScript expression that gives data equal to the value: what a definition is made of, with integers of any size, bytes, −0 and objects without prototype. */
export function sourceText(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'number') return String(value)
  if (value instanceof Uint8Array) return `Uint8Array.of(${value.join()})`
  if (Array.isArray(value)) return `[${value.map(sourceText).join()}]`
  if (typeof value === 'object' && value !== null) return objectText(value)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return JSON.stringify(value)
  throw new TypeError(`a definition holds data only, got a ${typeof value}`)
}

function objectText(value: object): string {
  const members = Object.entries(value).map(([name, member]) => `[${JSON.stringify(name)}]:${sourceText(member)}`)
  return `{${[...(Object.getPrototypeOf(value) === null ? ['__proto__:null'] : []), ...members].join()}}`
}
