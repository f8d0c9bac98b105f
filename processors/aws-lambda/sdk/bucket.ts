import type { BucketClient } from '../clients/bucket'
import { isError } from './errors'
import { lazily } from './lazily'

/** Load of the client and the client itself, once. */
const open = () => import('@aws-sdk/client-s3').then(sdk => ({ sdk, client: new sdk.S3Client({}) }))

/** An S3 bucket by AWS's SDK. */
export function sdkBucket(name: string): BucketClient {
  const s3 = lazily(open)
  const list = async (prefix: string, after?: string): Promise<readonly string[]> => {
    const { sdk, client } = await s3()
    const keys: string[] = []
    for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket: name, Prefix: prefix, ...(after && { StartAfter: after }) }))
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key)
    return keys
  }
  return {
    async get(key) {
      const { sdk, client } = await s3()
      try {
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: name, Key: key }))
        return await Body?.transformToByteArray()
      } catch (error) {
        if (isError(error, 'NoSuchKey', 'NotFound')) return undefined
        // Without the right to list all of the bucket, S3 refuses what is not there
        // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html): the list of what may be listed decides.
        if (isError(error, 'AccessDenied') && !(await list(key)).includes(key)) return undefined
        throw error
      }
    },
    async put(key, bytes) {
      const { sdk, client } = await s3()
      await client.send(new sdk.PutObjectCommand({ Bucket: name, Key: key, Body: bytes }))
    },
    async create(key, bytes) {
      const { sdk, client } = await s3()
      for (let attempt = 1; ; attempt++) {
        try {
          await client.send(new sdk.PutObjectCommand({ Bucket: name, Key: key, Body: bytes, IfNoneMatch: '*' }))
          return true
        } catch (error) {
          if (isError(error, 'PreconditionFailed')) return false
          // Another conditional write of this key was under way; who won shows the next attempt.
          if (!isError(error, 'ConditionalRequestConflict') || attempt === CONFLICT_ATTEMPTS) throw error
        }
      }
    },
    list,
    async delete(key) {
      const { sdk, client } = await s3()
      await client.send(new sdk.DeleteObjectCommand({ Bucket: name, Key: key }))
    },
  }
}

const CONFLICT_ATTEMPTS = 10
