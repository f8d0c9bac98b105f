import type { Encryption, Statement } from './resources'

/** Reads what tools say, whose values may be references of their own. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined), value)

export const listOf = (value: unknown): readonly unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value])

export const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

/** A value that a reference stands for as a text: `<Lake123.Arn>/staged/*`. */
export function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '')
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Readonly<Record<string, unknown>>
  if (typeof Ref === 'string') return `<${Ref}>`
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`
  if (Array.isArray(join)) return listOf(join[1]).map(textOf).join(String(join[0]))
  return JSON.stringify(value)
}

export const keyed = (key: unknown): Encryption => (isThere(key) ? 'customer' : 'provider')

/** Statements of a policy, as JSON or as its text. */
export function statementsOf(policy: unknown): readonly Statement[] {
  const document: unknown = typeof policy === 'string' ? JSON.parse(policy) : policy
  return listOf(at(document, 'Statement')).map(statement => ({
    sid: textOf(at(statement, 'Sid')),
    effect: textOf(at(statement, 'Effect')),
    principal:
      typeof at(statement, 'Principal') === 'string'
        ? String(at(statement, 'Principal'))
        : JSON.stringify(at(statement, 'Principal') ?? {}),
    actions: listOf(at(statement, 'Action')).map(textOf),
    resources: listOf(at(statement, 'Resource')).map(textOf),
    conditions: (at(statement, 'Condition') ?? {}) as Statement['conditions'],
  }))
}
