import type { Definition, Output } from '../../pipeline'
import { KeyCodec } from '../../windowing'
import { keyTypeOf } from '../program/key-buffer'
import { valueText } from '../row-json'
import { partitionKeyIndex } from './needs-merge'

/** The partition key's value in an encoded group key, as text. */
export type KeyText = (keyBytes: Uint8Array, keyStart: number, keyEnd: number) => string

/**
 * How to find the text of the partition key in an output's group keys: the value as it stands in JSON, without quotes (see `rowWriter`); null where no group key is
 * the partition key.
 */
export function partitionKeyText(definition: Definition, output: Output): KeyText | null {
  const index = partitionKeyIndex(definition, output)
  if (output.windowed === null || index < 0) return null
  const types = output.windowed.keys.map(({ expression }) => expression.type)
  const codec = new KeyCodec(types.map(keyTypeOf))
  const textOf = valueText(types[index])
  return (keyBytes, keyStart, keyEnd) => textOf(codec.decode(keyBytes, keyStart, keyEnd)[index])
}
