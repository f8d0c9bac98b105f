import type { KqlType, KqlValue } from './values'

/** A scalar expression. */
export type Node =
  | { readonly node: 'column'; readonly name: string }
  | { readonly node: 'literal'; readonly value: KqlValue }
  /** Functions and aggregates. */
  | { readonly node: 'call'; readonly name: string; readonly arguments: readonly Node[] }
  | { readonly node: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly node: 'in'; readonly value: Node; readonly among: readonly Node[] }
  | { readonly node: 'between'; readonly value: Node; readonly least: Node; readonly most: Node }
  | { readonly node: 'toscalar'; readonly query: Tabular }

export interface Named {
  readonly name: string
  readonly expression: Node
}

export type Operator =
  | { readonly operator: 'where'; readonly condition: Node }
  | { readonly operator: 'extend' | 'project'; readonly columns: readonly Named[] }
  | { readonly operator: 'summarize'; readonly results: readonly Named[]; readonly by: readonly Named[] }
  | { readonly operator: 'sort'; readonly by: readonly Node[] }
  | { readonly operator: 'expand'; readonly name: string; readonly list: Node; readonly type: KqlType }
  | { readonly operator: 'lookup'; readonly kind: 'inner' | 'leftouter'; readonly table: Datatable; readonly on: readonly Match[] }

export interface Match {
  readonly left: string
  readonly right: string
}

export interface Datatable {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly KqlValue[])[]
}

export interface Column {
  readonly name: string
  readonly type: KqlType
}

export interface Tabular {
  readonly source: string
  readonly operators: readonly Operator[]
}

/** `let name = (parameter: type) { body };` */
export interface UserFunction {
  readonly parameter: Column
  readonly body: Node
}

/** What is named by `let`, then the query. */
export interface Query {
  readonly functions: ReadonlyMap<string, UserFunction>
  readonly tables: readonly (readonly [name: string, table: Tabular])[]
  readonly scalars: readonly (readonly [name: string, value: Node])[]
  readonly result: Tabular
}
