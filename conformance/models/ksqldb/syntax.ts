/** The statements and expressions of ksqlDB that streambed writes. */
export type KsqlType =
  | { readonly base: 'BOOLEAN' | 'INTEGER' | 'BIGINT' | 'DOUBLE' | 'STRING' | 'TIMESTAMP' }
  | { readonly base: 'ARRAY'; readonly item: KsqlType }
  | { readonly base: 'MAP'; readonly item: KsqlType }
  | { readonly base: 'STRUCT'; readonly fields: readonly Column[] }

export type Node =
  | { readonly node: 'null' }
  | { readonly node: 'literal'; readonly type: KsqlType; readonly value: boolean | bigint | number | string }
  | { readonly node: 'column'; readonly name: string }
  | { readonly node: 'unary' | 'not'; readonly value: Node }
  | { readonly node: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly node: 'isNull'; readonly value: Node; readonly negated: boolean }
  | { readonly node: 'in'; readonly value: Node; readonly list: readonly Node[] }
  | { readonly node: 'case'; readonly branches: readonly (readonly [when: Node, then: Node])[]; readonly otherwise: Node }
  | { readonly node: 'cast'; readonly value: Node; readonly type: KsqlType }
  | { readonly node: 'call'; readonly name: string; readonly arguments: readonly Node[]; readonly star: boolean }
  | { readonly node: 'array'; readonly items: readonly Node[] }
  | { readonly node: 'map'; readonly entries: readonly (readonly [key: Node, value: Node])[] }
  | { readonly node: 'member'; readonly base: Node; readonly name: string }
  | { readonly node: 'subscript'; readonly base: Node; readonly index: Node }

export interface Column {
  readonly name: string
  readonly type: KsqlType
}

export type Window =
  | {
      readonly kind: 'tumbling' | 'hopping'
      readonly sizeMs: number
      readonly hopMs: number
      readonly retentionMs: number
      readonly graceMs: number
    }
  | { readonly kind: 'session'; readonly gapMs: number; readonly retentionMs: number; readonly graceMs: number }

export interface Query {
  readonly select: readonly { readonly expression: Node; readonly name: string }[]
  readonly from: string
  readonly window: Window | null
  readonly where: Node | null
  readonly groupBy: readonly Node[]
  readonly having: Node | null
  readonly emit: 'CHANGES' | 'FINAL'
}

export type Properties = Readonly<Record<string, string>>

export type Statement =
  | { readonly statement: 'set'; readonly name: string; readonly value: string }
  | { readonly statement: 'source'; readonly name: string; readonly columns: readonly Column[]; readonly properties: Properties }
  | { readonly statement: 'stream' | 'table'; readonly name: string; readonly properties: Properties; readonly query: Query }
