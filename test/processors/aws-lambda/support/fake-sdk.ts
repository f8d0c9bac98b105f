import type {
  AttributeValue,
  GetItemCommandInput,
  PutItemCommandInput,
  QueryCommandInput,
  TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb'
import type { ListShardsCommandInput } from '@aws-sdk/client-kinesis'
import type { GetObjectCommandInput, PutObjectCommandInput } from '@aws-sdk/client-s3'
import type { Put } from '../../../../processors/aws-lambda'
import { attributesOf, itemOf } from '../../../../processors/aws-lambda/sdk/attributes'
import type { World } from './world'

/** Modules of AWS's SDK by their names, over a world in memory: what one undisturbed function calls. */
export function sdkOf({ table, bucket, events }: World): (name: string) => Promise<unknown> {
  const dynamo = {
    DynamoDBClient: Client,
    GetItemCommand: command(async ({ Key = {} }: GetItemCommandInput) => {
      const item = await table.get(itemOf(Key))
      return { Item: item && attributesOf(item) }
    }),
    PutItemCommand: command(async (input: PutItemCommandInput) => done(await table.put(putOf(input)))),
    TransactWriteItemsCommand: command(async ({ TransactItems = [] }: TransactWriteItemsCommandInput) =>
      done(await table.transact(TransactItems.flatMap(({ Put: put }) => (put === undefined ? [] : [putOf(put)])))),
    ),
    async *paginateQuery(_: unknown, { ExpressionAttributeValues: values = {}, Limit }: QueryCommandInput) {
      yield { Items: (await table.query(values[':pk']?.S ?? '', values[':prefix']?.S ?? '', Limit)).map(attributesOf) }
    },
  }
  const s3 = {
    S3Client: Client,
    GetObjectCommand: command(async ({ Key = '' }: GetObjectCommandInput) => {
      const bytes = await bucket.get(Key)
      if (bytes === undefined) throw Object.assign(new Error(Key), { name: 'NoSuchKey' })
      return { Body: { transformToByteArray: async () => bytes } }
    }),
    PutObjectCommand: command(async ({ Key = '', Body, IfNoneMatch }: PutObjectCommandInput) => {
      const bytes = Body as Uint8Array
      if (IfNoneMatch === undefined) await bucket.put(Key, bytes)
      else if (!(await bucket.create(Key, bytes))) throw Object.assign(new Error(Key), { name: 'PreconditionFailed' })
      return {}
    }),
  }
  const kinesis = {
    KinesisClient: Client,
    ListShardsCommand: command(async (_: ListShardsCommandInput) => ({
      Shards: events.all.map(({ id, firstHashKey, lastHashKey }) => ({
        ShardId: id,
        HashKeyRange: { StartingHashKey: String(firstHashKey), EndingHashKey: String(lastHashKey) },
      })),
    })),
  }
  const modules: Readonly<Record<string, unknown>> = {
    '@aws-sdk/client-dynamodb': dynamo,
    '@aws-sdk/client-kinesis': kinesis,
    '@aws-sdk/client-s3': s3,
  }
  return async name => modules[name]
}

class Client {
  send(sent: { run(): Promise<unknown> }): Promise<unknown> {
    return sent.run()
  }
}

const command = <Input>(answer: (input: Input) => Promise<unknown>) =>
  class {
    constructor(private readonly input: Input) {}
    run(): Promise<unknown> {
      return answer(this.input)
    }
  }

interface Written {
  readonly Item?: Record<string, AttributeValue> | undefined
  readonly ConditionExpression?: string | undefined
  readonly ExpressionAttributeNames?: Record<string, string> | undefined
  readonly ExpressionAttributeValues?: Record<string, AttributeValue> | undefined
}

function putOf({ Item = {}, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues }: Written): Put {
  const item = itemOf(Item)
  if (ConditionExpression === undefined) return { item }
  if (ConditionExpression === 'attribute_not_exists(pk)') return { item, condition: { absent: true } }
  const { equals } = itemOf({ equals: ExpressionAttributeValues?.[':value'] ?? { S: '' } })
  return { item, condition: { attribute: ExpressionAttributeNames?.['#attribute'] ?? '', equals: equals as string | number | boolean } }
}

function done(result: { readonly done: boolean }): object {
  if (!result.done) throw new Error('nothing else writes here, and yet a condition did not hold')
  return {}
}
