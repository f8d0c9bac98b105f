/** What an item's attribute holds here. Numbers are safe integers or finite doubles. */
export type Attribute = string | number | boolean | Uint8Array | readonly string[]

export interface Key {
  readonly pk: string
  readonly sk: string
}

export interface Item extends Key {
  readonly [attribute: string]: Attribute
}

/** `absent`: no item has this key; else: the stored item's attribute equals the value. */
export type Condition = { readonly absent: true } | { readonly attribute: string; readonly equals: string | number | boolean }

export interface Put {
  readonly item: Item
  readonly condition?: Condition
}

/** `refused`: by index of the put, the stored item (null: none) where its condition did not hold. Nothing was written then. */
export type PutResult = { readonly done: true } | { readonly done: false; readonly refused: ReadonlyMap<number, Item | null> }

/**
 * One DynamoDB table with the keys `pk` and `sk`: the calls that this package makes, no others. All reads are strongly consistent. Limits are DynamoDB's: 400 KB
 * an item, 100 items and 4 MB a transaction (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html). Throws what a retry may heal.
 */
export interface TableClient {
  get(key: Key): Promise<Item | undefined>
  /** Items of one `pk` whose `sk` begins with the prefix, in its order, all pages; at most `limit` where given. */
  query(pk: string, prefix: string, limit?: number): Promise<readonly Item[]>
  /** Replaces the item. */
  put(put: Put): Promise<PutResult>
  /** All or none; different keys. */
  transact(puts: readonly Put[]): Promise<PutResult>
  /** Any number; those that don't exist are no error. */
  delete(keys: readonly Key[]): Promise<void>
}
