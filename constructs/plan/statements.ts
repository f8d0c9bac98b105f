import { ACCOUNT, type ChildName, joined, PARTITION, type Part, REGION, type Text, type Tree } from './references'

/** A resource that a statement is about: the ARN of a child with what stands behind it, such as `/staged/*`; or an ARN. */
export type StatementResource = { readonly of: ChildName; readonly suffix?: string } | { readonly arn: Text }

/** By operator and key: `{ Bool: { 'aws:SecureTransport': 'false' } }`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, Text | readonly Text[]>>>>

/** One statement of a policy. What is allowed has no wildcard for actions and no bare one for resources, but for a key's own policy, where `*` is the key. */
export interface Statement {
  readonly sid: string
  readonly effect: 'Allow' | 'Deny'
  /** Of resource policies; roles' statements have none. `*`: everybody, in refusals only. */
  readonly principals?: { readonly AWS: Text } | { readonly Service: Text } | '*'
  readonly actions: readonly string[]
  readonly resources: readonly StatementResource[] | '*'
  readonly conditions?: Conditions
}

export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly StatementResource[],
  conditions?: Conditions,
): Statement {
  return { sid, effect: 'Allow', actions, resources, ...(conditions && { conditions }) }
}

/** The policy as JSON, for `resolveTree`. */
export function policyTree(statements: readonly Statement[]): Tree {
  return { Version: '2012-10-17', Statement: statements.map(statementTree) }
}

function statementTree({ sid, effect, principals, actions, resources, conditions }: Statement): Tree {
  return {
    Sid: sid,
    Effect: effect,
    ...(principals === undefined ? {} : { Principal: principals }),
    Action: actions,
    Resource: resources === '*' ? '*' : resources.map(resourceText),
    ...(conditions === undefined ? {} : { Condition: conditions }),
  }
}

/** The ARN of a statement's resource. */
export function resourceText(resource: StatementResource): Text {
  if ('arn' in resource) return resource.arn
  const arn = { ref: resource.of, attribute: 'arn' } as const
  return resource.suffix === undefined ? arn : joined(arn, resource.suffix)
}

/** Glue's catalog, or what is in it: `:database/…`, `:table/…/…`. Who may do something with a table needs it for the three of them. */
export function glueArn(...end: readonly Part[]): Text {
  return joined('arn:', PARTITION, ':glue:', REGION, ':', ACCOUNT, ...end)
}
