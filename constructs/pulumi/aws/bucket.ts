import * as s3 from '@pulumi/aws/s3'
import { type BucketPlan, type LifecycleRule, nameOf } from '../../plan'
import type { Children } from './children'
import { kept } from './kept'

/** A bucket, without its settings. */
export function makeBucket(children: Children, { child, removal }: BucketPlan): void {
  const bucket = children.create(s3.Bucket, child, { forceDestroy: removal === 'destroy', tags: children.tags }, kept(removal))
  children.remember(child, { arn: bucket.arn, name: bucket.bucket })
}

/** A bucket's settings, each of which is a resource of its own. Buckets name each other in them. */
export function makeBucketSettings(children: Children, plan: BucketPlan): void {
  const { child } = plan
  const bucket = children.text(nameOf(child))
  const access = children.create(s3.BucketPublicAccessBlock, `${child}-public-access`, {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  })
  children.create(s3.BucketOwnershipControls, `${child}-ownership`, { bucket, rule: { objectOwnership: plan.objectOwnership } })
  children.create(s3.BucketServerSideEncryptionConfiguration, `${child}-encryption`, {
    bucket,
    rules: [
      {
        applyServerSideEncryptionByDefault:
          plan.key === null ? { sseAlgorithm: 'AES256' } : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: children.text(plan.key) },
        bucketKeyEnabled: plan.bucketKey,
      },
    ],
  })
  const versioning = children.create(s3.BucketVersioning, `${child}-versioning`, {
    bucket,
    versioningConfiguration: { status: plan.versioned ? 'Enabled' : 'Suspended' },
  })
  // S3 takes one change of a bucket's access at a time.
  children.create(s3.BucketPolicy, `${child}-policy`, { bucket, policy: children.policy(plan.policy) }, { dependsOn: [access] })
  if (plan.lifecycle.length > 0)
    children.create(
      s3.BucketLifecycleConfiguration,
      `${child}-lifecycle`,
      { bucket, rules: plan.lifecycle.map(ruleInputs) },
      // Rules for noncurrent versions need versions.
      { dependsOn: [versioning] },
    )
  if (plan.accessLogs)
    children.create(s3.BucketLogging, `${child}-logging`, {
      bucket,
      targetBucket: children.text(plan.accessLogs.bucket),
      targetPrefix: plan.accessLogs.prefix,
    })
}

function ruleInputs(rule: LifecycleRule) {
  return {
    id: rule.id,
    status: 'Enabled',
    filter: { prefix: rule.prefix },
    ...(rule.expirationDays !== undefined && { expiration: { days: rule.expirationDays } }),
    ...(rule.expiredDeleteMarkers && { expiration: { expiredObjectDeleteMarker: true } }),
    ...(rule.noncurrentExpirationDays !== undefined && { noncurrentVersionExpiration: { noncurrentDays: rule.noncurrentExpirationDays } }),
    ...(rule.abortIncompleteUploadDays !== undefined && {
      abortIncompleteMultipartUpload: { daysAfterInitiation: rule.abortIncompleteUploadDays },
    }),
  }
}
