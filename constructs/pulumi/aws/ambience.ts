import { getCallerIdentityOutput } from '@pulumi/aws/getCallerIdentity'
import { getPartitionOutput } from '@pulumi/aws/getPartition'
import { getRegionOutput } from '@pulumi/aws/getRegion'
import type * as pulumi from '@pulumi/pulumi'
import type { Ambient } from '../../plan'

/** What only the deployment knows. */
export type Ambience = Readonly<Record<Ambient['ambient'], pulumi.Output<string>>>

/** Of the provider that a component's children use. */
export function ambienceOf(parent: pulumi.Resource): Ambience {
  return {
    account: getCallerIdentityOutput({}, { parent }).accountId,
    region: getRegionOutput({}, { parent }).region,
    partition: getPartitionOutput({}, { parent }).partition,
  }
}
