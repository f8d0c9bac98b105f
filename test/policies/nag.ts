import { AwsSolutionsChecks } from 'cdk-nag'
import type { IConstruct } from 'constructs'
import type { Finding } from './finding'

/** The AwsSolutions pack of cdk-nag; what constructs acknowledge isn't in it: https://github.com/cdklabs/cdk-nag */
export function nag(scope: IConstruct): readonly Finding[] {
  return new AwsSolutionsChecks().validateScope(scope).violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({
      tool: 'cdk-nag' as const,
      rule: ruleName,
      resource: constructPath ?? '',
      message: description,
    })),
  )
}
