import type { StateChange, StateStore, StoredState } from '../../runtime'
import { StateError } from '../../windowing'
import type { BucketClient } from './clients/bucket'
import type { Attribute, Item, Put, TableClient } from './clients/table'
import { PREFIX, padded, readableName, statePk } from './names'

/** Below DynamoDB's 400 KB an item, keys and names included. */
const PIECE_BYTES = 350 * 1024
/** Larger chunks are objects: DynamoDB's writes cost by the kilobyte, S3's by the request. */
const LARGEST_TABLE_CHUNK_BYTES = 1024 * 1024
/** References in the head; more go to a list of their own, so that a commit doesn't rewrite them all. */
const MOST_REFERENCES = 64
/** A writer lives 15 minutes at most: what nobody refers to after a day is garbage. */
const GARBAGE_AGE_MS = 86_400_000
const LOAD_ATTEMPTS = 5
const HEAD = 'head'

export interface TableStateStoreOptions {
  readonly table: TableClient
  readonly bucket: BucketClient
  /** Epoch ms; only for the age of garbage. */
  readonly now: () => number
  /** Unique; letters, digits, `-` and `_`. */
  readonly newId: () => string
}

type Attributes = Readonly<Record<string, Attribute>>

/** What else is written in a commit's atomic step. */
export interface CommitExtras {
  readonly puts?: readonly Put[]
  /** Attributes of the head, beside those that earlier commits gave. */
  readonly attributes?: Attributes
}

/** The head item, and what the lists before it say. */
interface Head {
  readonly version: number
  readonly references: readonly string[]
  /** Lists of earlier references, the oldest first. */
  readonly lists: readonly ReferenceList[]
  readonly attributes: Attributes
}

interface ReferenceList {
  readonly id: string
  readonly references: readonly string[]
}

const NO_HEAD: Head = { version: 0, references: [], lists: [], attributes: {} }

/**
 * Checkpoints in DynamoDB. The head item holds the version and references to immutable chunks: items of at most 350 KB, or an object where a chunk is larger
 * than 1 MB. A commit writes its chunk under an id of its own and then the head, if its version is still the expected one: a loser leaves garbage, not damage.
 */
export class TableStateStore implements StateStore {
  private readonly heads = new Map<string, Head>()

  constructor(private readonly options: TableStateStoreOptions) {}

  /** The stored version; 0 where there is none. */
  async version(partition: string): Promise<number> {
    return Number((await this.head(partition))?.['version'] ?? 0)
  }

  /** The version that was last loaded or committed here; undefined: none. */
  knownVersion(partition: string): number | undefined {
    return this.heads.get(partition)?.version
  }

  forget(partition: string): void {
    this.heads.delete(partition)
  }

  /** The head item as it is stored. */
  head(partition: string): Promise<Item | undefined> {
    return this.options.table.get({ pk: statePk(partition), sk: HEAD })
  }

  async load(partition: string): Promise<StoredState | undefined> {
    let version = 0
    for (let attempt = 0; attempt < LOAD_ATTEMPTS; attempt++) {
      const item = await this.head(partition)
      if (item === undefined) return undefined
      version = Number(item['version'])
      const chunks = await this.read(partition, item)
      // A chunk that is missing was replaced after the head was read: there is a newer one.
      if (chunks !== undefined) return { version, chunks }
    }
    throw new StateError(
      `the checkpoint of partition '${partition}' is damaged: chunks of version ${version} are missing; restore the state table and the ` +
        `bucket's '${PREFIX.state}' from a backup of one moment`,
    )
  }

  async commit(partition: string, expectedVersion: number, change: StateChange): Promise<boolean> {
    return this.commitWith(partition, expectedVersion, change, {})
  }

  /** `commit`, and other items in the same atomic step. */
  async commitWith(partition: string, expectedVersion: number, change: StateChange, extras: CommitExtras): Promise<boolean> {
    const head = await this.headAt(partition, expectedVersion)
    if (head === undefined) return false
    const reference = await this.writeChunk(partition, change.bytes)
    const next = await this.nextHead(partition, head, change.kind, reference, extras.attributes ?? {})
    this.heads.delete(partition)
    const written = await this.writeHead(partition, next, extras.puts ?? [])
    if (written) this.heads.set(partition, next)
    if (!written) await this.discard(partition, [reference], [])
    else if (change.kind === 'replace') await this.discard(partition, referencesOf(head), head.lists)
    return written
  }

  private async headAt(partition: string, version: number): Promise<Head | undefined> {
    const known = this.heads.get(partition)
    if (known?.version === version) return known
    const item = await this.head(partition)
    if (Number(item?.['version'] ?? 0) !== version) return undefined
    if (item === undefined) return NO_HEAD
    await this.read(partition, item)
    return this.heads.get(partition)
  }

  private async nextHead(partition: string, head: Head, kind: StateChange['kind'], reference: string, changed: Attributes): Promise<Head> {
    const version = head.version + 1
    const attributes = { ...head.attributes, ...changed }
    if (kind === 'replace') return { version, references: [reference], lists: [], attributes }
    if (head.references.length < MOST_REFERENCES) return { ...head, version, references: [...head.references, reference], attributes }
    const list = { id: this.options.newId(), references: head.references }
    const earlier = head.lists.at(-1)?.id ?? ''
    await this.options.table.put({
      item: { pk: statePk(partition), sk: listKey(list.id), references: list.references, earlier, at: this.options.now() },
    })
    return { version, references: [reference], lists: [...head.lists, list], attributes }
  }

  private async writeHead(partition: string, head: Head, puts: readonly Put[]): Promise<boolean> {
    const id = this.options.newId()
    const put: Put = {
      item: {
        ...head.attributes,
        pk: statePk(partition),
        sk: HEAD,
        version: head.version,
        commit: id,
        references: head.references,
        earlier: head.lists.at(-1)?.id ?? '',
      },
      condition: head.version === 1 ? { absent: true } : { attribute: 'version', equals: head.version - 1 },
    }
    const result = puts.length === 0 ? await this.options.table.put(put) : await this.options.table.transact([put, ...puts])
    // A client that repeats a request whose answer was lost is refused by its own write.
    return result.done || result.refused.get(0)?.['commit'] === id
  }

  /** Undefined where something is missing. */
  private async read(partition: string, item: Item): Promise<readonly Uint8Array[] | undefined> {
    const items = new Map((await this.options.table.query(statePk(partition), '')).map(found => [found.sk, found]))
    const lists: Head['lists'][number][] = []
    for (let id = String(item['earlier']); id !== ''; ) {
      const list = items.get(listKey(id))
      if (list === undefined) return undefined
      lists.unshift({ id, references: textsOf(list['references']) })
      id = String(list['earlier'])
    }
    const { pk: _pk, sk: _sk, version, commit: _commit, references, earlier: _earlier, ...attributes } = item
    const head: Head = { version: Number(version), references: textsOf(references), lists, attributes }
    const chunks = await Promise.all(referencesOf(head).map(reference => this.readChunk(reference, items)))
    if (chunks.includes(undefined)) return undefined
    this.heads.set(partition, head)
    await this.sweep(partition, head, items)
    return chunks.flatMap(chunk => (chunk === undefined ? [] : [chunk]))
  }

  private async readChunk(reference: string, items: ReadonlyMap<string, Item>): Promise<Uint8Array | undefined> {
    const [kind, id, count] = reference.split(':')
    if (kind === 'object') return this.options.bucket.get(id)
    const pieces: Uint8Array[] = []
    for (const sk of pieceKeys(id, Number(count))) {
      const bytes = items.get(sk)?.['bytes']
      if (!(bytes instanceof Uint8Array)) return undefined
      pieces.push(bytes)
    }
    return pieces.length === 1 ? pieces[0] : new Uint8Array(Buffer.concat(pieces))
  }

  /** Gives the chunk's reference: `items:<id>:<count>` or `object:<key>`. */
  private async writeChunk(partition: string, bytes: Uint8Array): Promise<string> {
    const id = this.options.newId()
    if (bytes.length > LARGEST_TABLE_CHUNK_BYTES) {
      const key = `${PREFIX.state}${readableName(partition)}/${id}`
      await this.options.bucket.put(key, bytes)
      return `object:${key}`
    }
    const count = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES))
    const at = this.options.now()
    await Promise.all(
      pieceKeys(id, count).map((sk, index) => {
        const piece = bytes.slice(index * PIECE_BYTES, (index + 1) * PIECE_BYTES)
        return this.options.table.put({ item: { pk: statePk(partition), sk, bytes: piece, at } })
      }),
    )
    return `items:${id}:${count}`
  }

  /** Removes what no head refers to any more. */
  private async discard(partition: string, references: readonly string[], lists: readonly ReferenceList[]): Promise<void> {
    const parts = references.map(reference => reference.split(':'))
    const objects = parts.filter(([kind]) => kind === 'object').map(([, key]) => this.options.bucket.delete(key))
    const pieces = parts.filter(([kind]) => kind === 'items').flatMap(([, id, count]) => pieceKeys(id, Number(count)))
    const items = this.deleteItems(partition, [...pieces, ...lists.map(list => listKey(list.id))])
    // The commit's outcome is known; what stays is garbage, which a later load sweeps.
    await Promise.allSettled([...objects, items])
  }

  /** Removes what losers and crashed workers left. */
  private async sweep(partition: string, head: Head, items: ReadonlyMap<string, Item>): Promise<void> {
    const used = new Set(head.lists.map(list => listKey(list.id)))
    for (const reference of referencesOf(head)) {
      const [kind, id, count] = reference.split(':')
      if (kind === 'items') for (const sk of pieceKeys(id, Number(count))) used.add(sk)
    }
    const oldest = this.options.now() - GARBAGE_AGE_MS
    const garbage = [...items.values()].filter(item => item.sk !== HEAD && !used.has(item.sk) && Number(item['at']) < oldest)
    await this.deleteItems(
      partition,
      garbage.map(item => item.sk),
    )
  }

  private async deleteItems(partition: string, sortKeys: readonly string[]): Promise<void> {
    if (sortKeys.length > 0) await this.options.table.delete(sortKeys.map(sk => ({ pk: statePk(partition), sk })))
  }
}

const pieceKeys = (id: string, count: number) => Array.from({ length: count }, (_, index) => `chunk/${id}/${padded(index, 4)}`)

const listKey = (id: string) => `references/${id}`

const referencesOf = (head: Head) => [...head.lists.flatMap(list => list.references), ...head.references]

const textsOf = (value: Attribute): readonly string[] => (Array.isArray(value) ? value : [])
