/** The name of a resource inside of a plan: the end of its name in Pulumi, its construct id in CDK. Stable, lower kebab case. */
export type ChildName = string

/**
 * What can be known of a resource once it exists. `arn` of a log group is without the `:*` that CloudFormation puts behind it; `name` is what API calls
 * take (of a key: its id); `url` has a queue alone.
 */
export type Attribute = 'arn' | 'name' | 'url'

export interface Reference {
  readonly ref: ChildName
  readonly attribute: Attribute
}

/** What only the deployment knows: `partition` is `aws`, `aws-cn` or `aws-us-gov`. */
export interface Ambient {
  readonly ambient: 'account' | 'region' | 'partition'
}

export type Part = string | Reference | Ambient

/** A text, some of which may be known only after other resources exist. */
export type Text = Part | { readonly join: readonly Part[] }

/** JSON whose texts may be references: policies, dashboards. */
export type Tree = Text | number | boolean | null | readonly Tree[] | { readonly [member: string]: Tree }

export const arnOf = (ref: ChildName): Reference => ({ ref, attribute: 'arn' })
export const nameOf = (ref: ChildName): Reference => ({ ref, attribute: 'name' })
export const urlOf = (ref: ChildName): Reference => ({ ref, attribute: 'url' })
export const ACCOUNT: Ambient = { ambient: 'account' }
export const REGION: Ambient = { ambient: 'region' }
export const PARTITION: Ambient = { ambient: 'partition' }
export const joined = (...join: readonly Part[]): Text => ({ join })

/** The parts of a text, in order; a tool joins what it makes of them. */
export function partsOf(text: Text): readonly Part[] {
  return typeof text === 'object' && 'join' in text ? text.join : [text]
}

export function isText(tree: Tree): tree is Text {
  if (typeof tree === 'string') return true
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree) && ('join' in tree || 'ref' in tree || 'ambient' in tree)
}

/** A tree with each text replaced by what a tool makes of it: one walk for policies and dashboards of both tools. */
export function resolveTree(tree: Tree, resolve: (text: Text) => unknown): unknown {
  if (isText(tree)) return resolve(tree)
  if (Array.isArray(tree)) return tree.map(item => resolveTree(item, resolve))
  if (typeof tree !== 'object' || tree === null) return tree
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, resolveTree(value, resolve)]))
}
