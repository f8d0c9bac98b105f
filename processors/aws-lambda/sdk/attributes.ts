import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { Attribute, Item } from '../clients/table'

/** An attribute as DynamoDB writes it. */
export function attributeValue(value: Attribute): AttributeValue {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (value instanceof Uint8Array) return { B: value }
  return { L: value.map(text => ({ S: text })) }
}

export function attributesOf(item: Item): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeValue(value)]))
}

/** Other types than this package writes are not there. */
export function itemOf(attributes: Readonly<Record<string, AttributeValue>>): Item {
  const read = Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)] as const)
  return Object.fromEntries(read) as unknown as Item
}

function attributeOf({ S, N, BOOL, B, L }: AttributeValue): Attribute {
  if (N !== undefined) return Number(N)
  if (BOOL !== undefined) return BOOL
  if (B !== undefined) return B
  if (L !== undefined) return L.map(element => element.S ?? '')
  return S ?? ''
}
