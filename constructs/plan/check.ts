import { type Issue, shown } from '../../pipeline'
import type { Range, Ranges } from './ranges'

/** Everything that is wrong with settings, each with its path. */
export function checkSettings(settings: unknown, ranges: Ranges): readonly Issue[] {
  return checkGroup(settings, { kind: 'group', members: ranges }, 'settings')
}

function checkGroup(value: unknown, { members, required = [] }: Range & { readonly kind: 'group' }, path: string): readonly Issue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ code: 'wrong-type', path, message: 'not an object', got: shown(value), allowed: 'an object' }]
  const given = Object.entries(value).filter(([, member]) => member !== undefined)
  const missing = required.filter(name => !given.some(([known]) => known === name))
  return [
    ...missing.map(name => ({ code: 'missing-member', path: `${path}.${name}`, message: 'is required here' }) as const),
    ...given.flatMap(([name, member]) => {
      const range = Object.hasOwn(members, name) ? members[name] : undefined
      return range === undefined ? [unknownMember(`${path}.${name}`, members)] : checkValue(member, range, `${path}.${name}`)
    }),
  ]
}

function unknownMember(path: string, members: Ranges): Issue {
  return { code: 'unknown-member', path, message: 'there is no such setting', allowed: Object.keys(members).join(', ') }
}

function checkValue(value: unknown, range: Range, path: string): readonly Issue[] {
  const wrong = (code: 'wrong-type' | 'out-of-range' | 'wrong-value', message: string, allowed: string): readonly Issue[] => [
    { code, path, message, got: shown(value), allowed },
  ]
  switch (range.kind) {
    case 'group':
      return checkGroup(value, range, path)
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong('wrong-type', 'not a boolean', 'true, false')
    case 'one-of':
      return range.values.some(known => known === value)
        ? []
        : wrong('wrong-value', 'not one of those that are allowed', range.values.join(', '))
    case 'text':
      return typeof value === 'string' && range.pattern.test(value) ? [] : wrong('wrong-value', 'not of the right form', range.allowed)
    case 'number': {
      const allowed = `${range.whole ? 'a whole number' : 'a number'} from ${range.least} to ${range.most}`
      if (typeof value !== 'number' || Number.isNaN(value) || (range.whole && !Number.isInteger(value)))
        return wrong('wrong-type', range.whole ? 'not a whole number' : 'not a number', allowed)
      return value >= range.least && value <= range.most ? [] : wrong('out-of-range', 'out of range', allowed)
    }
  }
}
