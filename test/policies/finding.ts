/** What a tool holds against a template. */
export interface Finding {
  readonly tool: 'cdk-nag' | 'cfn-lint' | 'checkov'
  /** `CKV_AWS_117`, `AwsSolutions-KDS3`. */
  readonly rule: string
  /** Logical id or construct path; empty where it is about the whole template. */
  readonly resource: string
  readonly message: string
}

/** A finding that is right about the template and wrong about the deployment. */
export interface Exception {
  readonly tool: Finding['tool']
  readonly rule: string
  /** Of the resource's name; each of an exception's parts must be found, or it is stale. */
  readonly resource: RegExp
  readonly reason: string
}

export interface Judged {
  readonly open: readonly Finding[]
  /** Exceptions to which nothing belongs any more. */
  readonly stale: readonly Exception[]
}

export function judge(findings: readonly Finding[], exceptions: readonly Exception[]): Judged {
  const covers = (exception: Exception, { tool, rule, resource }: Finding) =>
    exception.tool === tool && exception.rule === rule && exception.resource.test(resource)
  return {
    open: findings.filter(finding => !exceptions.some(exception => covers(exception, finding))),
    stale: exceptions.filter(exception => !findings.some(finding => covers(exception, finding))),
  }
}
