/** What `cdk deploy` runs: the posts example, as `stacks/aws/cdk.ts` deploys it, but read by the test's own mapping, and in sizes at which all of it is exercised. */
import { App, CfnOutput, CliCredentialsStackSynthesizer, type IStackSynthesizer, Stack } from 'aws-cdk-lib'
import { CfnNamedQuery } from 'aws-cdk-lib/aws-athena'
import { KinesisLambdaLake } from '../../../constructs/cdk'
import { postActivity } from '../../../examples/posts/pipeline'
import { ACCOUNT, REGION } from '../emulator/names'
import { SETTINGS, STACK } from './settings'

// With the default synthesizer assets are published by a role that the emulator doesn't let into the bucket.
const synthesizer = new CliCredentialsStackSynthesizer() as IStackSynthesizer
const stack = new Stack(new App(), STACK, { env: { account: ACCOUNT, region: REGION }, synthesizer })
const lake = new KinesisLambdaLake(stack, 'Lake', { pipeline: postActivity, ...SETTINGS, checkDeployed: false })

// The emulator refuses templates with types that it doesn't have.
for (const query of stack.node.findAll()) {
  if (query instanceof CfnNamedQuery) query.node.scope?.node.tryRemoveChild(query.node.id)
}

const outputs: Record<string, string> = { ...lake.outputs }
for (const [role, parts] of Object.entries({ process: lake.process, merge: lake.merge, publish: lake.publish, tick: lake.tick })) {
  if (parts === undefined) continue
  outputs[`${role}FunctionArn`] = parts.function.functionArn
  outputs[`${role}RoleArn`] = parts.role.roleArn
  outputs[`${role}PolicyName`] = parts.policy.policyName
  if (parts.schedule) {
    // The test calls, so that it knows what was published when.
    parts.schedule.schedule.state = 'DISABLED'
  }
}
if (lake.shuffle) outputs['shuffleStreamArn'] = lake.shuffle.streamArn
for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value })
