import type { Item, Key, Put, PutResult, TableClient } from '../../../../processors/aws-lambda'

const MOST_ITEM_BYTES = 400 * 1024
const MOST_TRANSACTION_BYTES = 4 * 1024 * 1024
const MOST_TRANSACTION_ITEMS = 100

/** DynamoDB's semantics and limits, as far as the client's interface has them, in memory. */
export class MemoryTable implements TableClient {
  readonly items = new Map<string, Item>()

  async get(key: Key): Promise<Item | undefined> {
    return copy(this.items.get(keyOf(key)))
  }

  async query(pk: string, prefix: string, limit = Number.POSITIVE_INFINITY): Promise<readonly Item[]> {
    const found = [...this.items.values()].filter(item => item.pk === pk && item.sk.startsWith(prefix))
    found.sort((one, other) => Buffer.compare(Buffer.from(one.sk), Buffer.from(other.sk)))
    return found.slice(0, limit).map(item => structuredClone(item))
  }

  async put(put: Put): Promise<PutResult> {
    return this.write([put])
  }

  async transact(puts: readonly Put[]): Promise<PutResult> {
    if (puts.length > MOST_TRANSACTION_ITEMS) throw new Error(`a transaction of ${puts.length} items`)
    if (new Set(puts.map(put => keyOf(put.item))).size < puts.length) throw new Error('a transaction with two operations on one item')
    const bytes = puts.reduce((sum, put) => sum + sizeOf(put.item), 0)
    if (bytes > MOST_TRANSACTION_BYTES) throw new Error(`a transaction of ${bytes} bytes`)
    return this.write(puts)
  }

  async delete(keys: readonly Key[]): Promise<void> {
    for (const key of keys) this.items.delete(keyOf(key))
  }

  private write(puts: readonly Put[]): PutResult {
    const refused = new Map<number, Item | null>()
    for (const [index, { item, condition }] of puts.entries()) {
      const size = sizeOf(item)
      if (size > MOST_ITEM_BYTES) throw new Error(`an item of ${size} bytes: ${item.pk} ${item.sk}`)
      if (item.pk === '' || item.sk === '') throw new Error('an empty key')
      const stored = this.items.get(keyOf(item))
      if (condition === undefined) continue
      const holds = 'absent' in condition ? stored === undefined : stored?.[condition.attribute] === condition.equals
      if (!holds) refused.set(index, copy(stored) ?? null)
    }
    if (refused.size > 0) return { done: false, refused }
    for (const { item } of puts) this.items.set(keyOf(item), structuredClone(item))
    return { done: true }
  }
}

const keyOf = ({ pk, sk }: Key) => JSON.stringify([pk, sk])
const copy = (item: Item | undefined) => item && structuredClone(item)

/** Names and values in UTF-8, as DynamoDB counts them, roughly. */
function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => {
    const texts = Array.isArray(value) ? value : [value]
    const bytes = texts.map(text => (text instanceof Uint8Array ? text.length : Buffer.byteLength(String(text)) + 1))
    return sum + Buffer.byteLength(name) + bytes.reduce((total, size) => total + size, 0)
  }, 0)
}
