import { Duration } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
  type LifecycleRule as Rule,
} from 'aws-cdk-lib/aws-s3'
import type { BucketPlan, LifecycleRule } from '../plan'
import type { Children } from './children'
import { removalPolicy } from './removal'

/** Buckets without their policies, which may be about other buckets. */
export function makeBucket(children: Children, plan: BucketPlan, encryptionKey: IKey): Bucket {
  const bucket = new Bucket(children.scope, plan.child, {
    ...(plan.key === null
      ? { encryption: BucketEncryption.S3_MANAGED }
      : { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: plan.bucketKey }),
    versioned: plan.versioned,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: plan.lifecycle.map(lifecycleRule),
    removalPolicy: removalPolicy(plan.removal),
  })
  // `serverAccessLogsBucket` would add grants of its own to the other bucket.
  if (plan.accessLogs !== null)
    (bucket.node.defaultChild as CfnBucket).loggingConfiguration = {
      destinationBucketName: children.text(plan.accessLogs.bucket),
      logFilePrefix: plan.accessLogs.prefix,
    }
  children.remember(plan.child, { arn: bucket.bucketArn, name: bucket.bucketName })
  return bucket
}

export function makeBucketPolicy(children: Children, plan: BucketPlan, bucket: Bucket): void {
  for (const statement of children.statements(plan.policy)) bucket.addToResourcePolicy(statement)
  // A bucket that stays keeps its rules.
  bucket.policy?.applyRemovalPolicy(removalPolicy(plan.removal))
}

function lifecycleRule({ prefix, ...rule }: LifecycleRule): Rule {
  const { expirationDays, noncurrentExpirationDays, abortIncompleteUploadDays, expiredDeleteMarkers } = rule
  return {
    id: rule.id,
    ...(prefix !== '' && { prefix }),
    ...(expirationDays !== undefined && { expiration: Duration.days(expirationDays) }),
    ...(noncurrentExpirationDays !== undefined && { noncurrentVersionExpiration: Duration.days(noncurrentExpirationDays) }),
    ...(abortIncompleteUploadDays !== undefined && { abortIncompleteMultipartUploadAfter: Duration.days(abortIncompleteUploadDays) }),
    ...(expiredDeleteMarkers && { expiredObjectDeleteMarker: true }),
  }
}
