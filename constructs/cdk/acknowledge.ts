import { Stack, Validations } from 'aws-cdk-lib'
import type { Policy } from 'aws-cdk-lib/aws-iam'
import type { IConstruct } from 'constructs'
import { resourceText, type Statement } from '../plan'
import type { Children } from './children'

/** Says to cdk-nag why one of its AwsSolutions rules does not hold here. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason })
}

export const acknowledgeOwnKey = (stream: IConstruct): void =>
  acknowledge(stream, 'KDS3', "a key of the customer's own: its policy and its log say who reads, which those of aws/kinesis can't")

/**
 * Says to cdk-nag why a policy's resources end in a wildcard: a statement is about what is below one prefix, one log group or one database, whose names
 * are made at run time. Any other wildcard stays a finding.
 */
export function acknowledgeScopes(children: Children, policy: Policy, statements: readonly Statement[]): void {
  for (const { sid, effect, resources } of statements) {
    if (effect !== 'Allow' || resources === '*') continue
    for (const resource of resources) {
      const arn = flattened(Stack.of(policy).resolve(children.text(resourceText(resource))))
      if (SCOPED.test(arn)) acknowledge(policy, `IAM5[Resource::${arn}]`, `${sid}: what is there gets its names at run time`)
    }
  }
}

/** One wildcard, at the end, behind a name. */
const SCOPED = /^[^*]+[/:][^*/:]+[/:]\*$/

interface Joined {
  readonly Ref?: string
  readonly 'Fn::GetAtt'?: readonly [string, string]
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]]
  readonly 'Fn::Sub'?: string
}

/** As cdk-nag writes what CloudFormation joins: `<Lake123.Arn>/staged/*`. */
function flattened(value: unknown): string {
  if (typeof value === 'string') return value
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::Sub': sub } = value as Joined
  if (Ref !== undefined) return `<${Ref}>`
  if (attribute !== undefined) return `<${attribute.join('.')}>`
  if (join !== undefined) return join[1].map(flattened).join(join[0])
  if (sub !== undefined) return sub.replaceAll('${', '<').replaceAll('}', '>')
  throw new Error(`an ARN got ${JSON.stringify(value)}; allowed are Ref, Fn::GetAtt, Fn::Join and Fn::Sub`)
}
