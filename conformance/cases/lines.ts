/** JSON as it stands, for numbers that JavaScript can't write. */
export class Verbatim {
  constructor(readonly json: string) {}
}

export type Member = null | boolean | number | bigint | string | Verbatim | readonly Member[] | Members
export interface Members {
  readonly [name: string]: Member
}

const isMembers = (value: Member): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value)

function json(value: Member): string {
  if (value instanceof Verbatim) return value.json
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`
  if (!isMembers(value)) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${json(member)}`)
    .join(',')}}`
}

/** A record of the log. Bigints are written with all digits. */
export function line(members: Members): string {
  return json(members)
}

export const lines = (records: readonly Members[]): readonly string[] => records.map(line)
