import type { PropertyGroup } from './flink-plan'
import type { Text } from './references'

/** https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_PropertyGroup.html */
const VALUE_BYTES = 2048
const ENTRIES = 50
/** Of what the runner reads; `constructs/flink-runner` has the same names. */
export const SQL_GROUP = 'streambed.sql'
export const PARAMETER_GROUP = 'streambed.parameters'

/**
 * The text in pieces that fit property groups: `streambed.sql.1` with `0001` to `0050`, `streambed.sql.2`, … Each is in quotes, so that nobody trims it.
 * The runner joins them by their keys.
 */
export function sqlGroups(sql: string): readonly PropertyGroup[] {
  const pieces = piecesOf(sql, VALUE_BYTES - 2)
  return Array.from({ length: Math.ceil(pieces.length / ENTRIES) }, (_, group) => ({
    id: `${SQL_GROUP}.${group + 1}`,
    values: Object.fromEntries(
      pieces
        .slice(group * ENTRIES, (group + 1) * ENTRIES)
        .map((piece, index) => [String(group * ENTRIES + index + 1).padStart(4, '0'), `"${piece}"`]),
    ),
  }))
}

/** What stands in the text as `${name}`. */
export function parameterGroup(values: Readonly<Record<string, Text>>): PropertyGroup {
  return { id: PARAMETER_GROUP, values }
}

/** Pieces of whole characters, of at most so many bytes of UTF-8. */
function piecesOf(text: string, most: number): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  let bytes = 0
  for (const character of text) {
    const size = utf8Bytes(character.codePointAt(0) ?? 0)
    if (bytes + size > most) {
      pieces.push(piece)
      piece = ''
      bytes = 0
    }
    piece += character
    bytes += size
  }
  if (piece !== '') pieces.push(piece)
  return pieces
}

function utf8Bytes(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}
