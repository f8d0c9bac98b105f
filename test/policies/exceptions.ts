import type { Exception } from './finding'

/** What the tools hold against the templates, and why it stays. cdk-nag's exceptions are in the constructs, since users run it too. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    tool: 'checkov',
    rule: 'CKV_AWS_18',
    resource: /accesslogs/,
    reason: 'the bucket that takes the access logs: logging its own deliveries would never end',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_117',
    resource: /./,
    reason: "the functions talk to AWS's own endpoints only; a VPC would add network interfaces and no protection",
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_115',
    resource: /Lake(process|merge|publish|tick)/,
    reason: 'concurrency is bounded by the number of shards and by the schedules; reserving it in dev would take it from the account',
  },
  {
    tool: 'cfn-lint',
    rule: 'W3005',
    resource: /Lake(process|merge|publish|tick)/,
    reason: "CDK's Function depends on its role twice",
  },
]
