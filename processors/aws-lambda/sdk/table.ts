import { setTimeout as wait } from 'node:timers/promises'
import type { AttributeValue, CancellationReason } from '@aws-sdk/client-dynamodb'
import type { Condition, Item, Key, Put, TableClient } from '../clients/table'
import { attributesOf, attributeValue, itemOf } from './attributes'
import { lazily } from './lazily'

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MOST_DELETES = 25
/** Another transaction has one of the items; the SDK doesn't repeat this by itself. */
const CONFLICT_ATTEMPTS = 8
const CONFLICT_DELAY_MS = 20

/** A DynamoDB table by AWS's SDK. */
export function sdkTable(name: string): TableClient {
  const dynamo = lazily(() => import('@aws-sdk/client-dynamodb').then(sdk => ({ sdk, client: new sdk.DynamoDBClient({}) })))

  const deleteSome = async (keys: readonly Key[]) => {
    const { sdk, client } = await dynamo()
    let left = keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk: { S: pk }, sk: { S: sk } } } }))
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt === CONFLICT_ATTEMPTS)
        throw new Error(`table '${name}' left ${left.length} deletions undone ${attempt} times; is it throttled?`)
      if (attempt > 0) await wait(CONFLICT_DELAY_MS * 2 ** attempt)
      const answer = await client.send(new sdk.BatchWriteItemCommand({ RequestItems: { [name]: left } }))
      left = (answer.UnprocessedItems?.[name] ?? []) as typeof left
    }
  }

  return {
    async get({ pk, sk }) {
      const { sdk, client } = await dynamo()
      const { Item } = await client.send(
        new sdk.GetItemCommand({ TableName: name, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true }),
      )
      return Item && itemOf(Item)
    },

    async query(pk, prefix, limit) {
      const { sdk, client } = await dynamo()
      const items: Item[] = []
      const pages = sdk.paginateQuery(
        { client },
        {
          TableName: name,
          ConsistentRead: true,
          KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': { S: pk }, ...(prefix !== '' && { ':prefix': { S: prefix } }) },
          ...(limit !== undefined && { Limit: limit }),
        },
      )
      for await (const page of pages) {
        items.push(...(page.Items ?? []).map(itemOf))
        if (limit !== undefined && items.length >= limit) break
      }
      return limit === undefined ? items : items.slice(0, limit)
    },

    async put(put) {
      const { sdk, client } = await dynamo()
      try {
        await client.send(new sdk.PutItemCommand({ TableName: name, ...writeOf(put), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }))
        return { done: true }
      } catch (error) {
        if (!(error instanceof sdk.ConditionalCheckFailedException)) throw error
        return { done: false, refused: new Map([[0, error.Item === undefined ? null : itemOf(error.Item)]]) }
      }
    },

    async transact(puts) {
      const { sdk, client } = await dynamo()
      const TransactItems = puts.map(put => ({
        Put: { TableName: name, ...writeOf(put), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const },
      }))
      for (let attempt = 1; ; attempt++) {
        try {
          await client.send(new sdk.TransactWriteItemsCommand({ TransactItems }))
          return { done: true }
        } catch (error) {
          if (!(error instanceof sdk.TransactionCanceledException)) throw error
          const refused = refusedBy(error.CancellationReasons ?? [])
          if (refused.size > 0) return { done: false, refused }
          if (attempt === CONFLICT_ATTEMPTS) throw error
          await wait(CONFLICT_DELAY_MS * 2 ** attempt * Math.random())
        }
      }
    },

    async delete(keys) {
      for (let from = 0; from < keys.length; from += MOST_DELETES) await deleteSome(keys.slice(from, from + MOST_DELETES))
    },
  }
}

function writeOf({ item, condition }: Put): {
  Item: Record<string, AttributeValue>
  ConditionExpression?: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, AttributeValue>
} {
  return { Item: attributesOf(item), ...(condition && conditionOf(condition)) }
}

function conditionOf(condition: Condition) {
  if ('absent' in condition) return { ConditionExpression: 'attribute_not_exists(pk)' }
  return {
    ConditionExpression: '#attribute = :value',
    ExpressionAttributeNames: { '#attribute': condition.attribute },
    ExpressionAttributeValues: { ':value': attributeValue(condition.equals) },
  }
}

function refusedBy(reasons: readonly CancellationReason[]): ReadonlyMap<number, Item | null> {
  const refused = new Map<number, Item | null>()
  for (const [index, { Code, Item }] of reasons.entries())
    if (Code === 'ConditionalCheckFailed') refused.set(index, Item === undefined ? null : itemOf(Item))
  return refused
}
