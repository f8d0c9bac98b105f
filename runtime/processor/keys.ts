import type { DataType, Definition, Output } from '../../pipeline'
import { KeyCodec } from '../../windowing'
import { keyTypeOf } from '../program/key-type'
import { valueText } from '../row-json'
import { partitionKeyIndex } from './needs-merge'

/** Which of an output's group keys is the partition key, and the types of all of them. */
export interface PartitionKeyPlace {
  readonly index: number
  readonly types: readonly DataType[]
}

/** The partition key's value in an encoded group key, as text. */
export type KeyText = (keyBytes: Uint8Array, keyStart: number, keyEnd: number) => string

/** Null where no group key is the partition key. */
export function partitionKeyPlace(definition: Definition, output: Output): PartitionKeyPlace | null {
  const index = partitionKeyIndex(definition, output)
  if (output.windowed === null || index < 0) return null
  return { index, types: output.windowed.keys.map(({ expression }) => expression.type) }
}

/** How to find the text of the partition key in an output's group keys: the value as it stands in JSON, without quotes (see `rowWriter`). */
export function partitionKeyText({ index, types }: PartitionKeyPlace): KeyText {
  const codec = new KeyCodec(types.map(keyTypeOf))
  const textOf = valueText(types[index])
  return (keyBytes, keyStart, keyEnd) => textOf(codec.decode(keyBytes, keyStart, keyEnd)[index])
}
