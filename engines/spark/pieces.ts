import { pythonText } from './python'

/** A part of a text of SQL in a Python program: as it stands, or what a Python expression gives. */
export type Piece = { readonly sql: string } | { readonly python: string }

/** Pieces from a template of SQL: what is put in are Python expressions' pieces. */
export function sqlPieces(texts: TemplateStringsArray, ...values: readonly (string | readonly Piece[])[]): readonly Piece[] {
  return texts.flatMap((text, index): readonly Piece[] => {
    const value = values[index]
    const following = value === undefined ? [] : typeof value === 'string' ? [{ sql: value }] : value
    return [{ sql: text }, ...following]
  })
}

export const pythonPiece = (python: string): readonly Piece[] => [{ python }]

/** The pieces one after the other, between them the separator. */
export function separated(parts: readonly (readonly Piece[])[], separator: string): readonly Piece[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [{ sql: separator }, ...part]))
}

/** One Python expression: `"transform(…, element -> " + text("element") + ")"`. */
export function pythonExpression(pieces: readonly Piece[]): string {
  const terms: string[] = []
  let sql = ''
  const flush = () => {
    if (sql !== '') terms.push(pythonText(sql))
    sql = ''
  }
  for (const piece of pieces) {
    if ('sql' in piece) sql += piece.sql
    else {
      flush()
      terms.push(piece.python)
    }
  }
  flush()
  return terms.join(' + ')
}
