import { Stack, Validations } from 'aws-cdk-lib'
import type { Policy } from 'aws-cdk-lib/aws-iam'
import type { IConstruct } from 'constructs'
import { resourceText, type Statement } from '../plan'
import type { Children } from './children'

/** Says to cdk-nag why one of its AwsSolutions rules does not hold here. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason })
}

/**
 * Says to cdk-nag why a policy's resources end in a wildcard: a statement is about the objects below one prefix of one bucket, or about one log group's
 * streams, whose names are made at run time. Any other wildcard stays a finding.
 */
export function acknowledgeScopes(children: Children, policy: Policy, statements: readonly Statement[]): void {
  for (const { sid, effect, resources } of statements) {
    if (effect !== 'Allow' || resources === '*') continue
    for (const resource of resources) {
      if (!('of' in resource) || !isScoped(resource.suffix)) continue
      const arn = flattened(Stack.of(policy).resolve(children.text(resourceText(resource))))
      acknowledge(policy, `IAM5[Resource::${arn}]`, `${sid}: what is below ${resource.of}${resource.suffix} gets its names at run time`)
    }
  }
}

/** A path with a wildcard at its end alone. */
const isScoped = (suffix: string | undefined) => suffix !== undefined && /^[/:][^*]+[/:]\*$/.test(suffix)

/** As cdk-nag writes what CloudFormation joins: `<Lake123.Arn>/staged/*`. */
function flattened(value: unknown): string {
  if (typeof value === 'string') return value
  const {
    Ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
  } = value as {
    readonly Ref?: string
    readonly 'Fn::GetAtt'?: readonly [string, string]
    readonly 'Fn::Join'?: readonly [string, readonly unknown[]]
  }
  if (Ref !== undefined) return `<${Ref}>`
  if (attribute !== undefined) return `<${attribute.join('.')}>`
  if (join !== undefined) return join[1].map(flattened).join(join[0])
  throw new Error(`an ARN got ${JSON.stringify(value)}; allowed are Ref, Fn::GetAtt and Fn::Join`)
}
