import type { Output } from '../../pipeline'
import { parameter } from '../parameters'
import type { Chain } from './chain'
import { lineOf } from './row-json'
import { tableColumn } from './row-types'
import type { Variant } from './source'
import { icebergPartitions } from './tables'

/** Writes the rows of a chain. */
export function addSink(chain: Chain, output: Output, variant: Variant): void {
  const { into } = output
  if (variant === 'files') {
    chain.map('lines', { line: chain.define('line', lineOf(output.columns), 'str') })
    if (output.windowed !== null) chain.add('WindowInto', 'in one file', { windowing: { type: 'global' } })
    chain.add('WriteToText', 'written', { path: `${parameter('output_folder')}/${into.name}` })
    return
  }
  if (into.kind === 'stream') {
    chain.map('lines', { line: chain.define('line', lineOf(output.columns), 'str') })
    chain.add('WriteToPubSub', 'written', { topic: parameter(`topic_${parameterName(into.name)}`), format: 'RAW' })
    return
  }
  const columns = output.columns.map(column => {
    const { value, annotation } = tableColumn(column)
    return [column.name, chain.define(`table_${column.name}`, value, annotation)] as const
  })
  chain.map('typed', Object.fromEntries(columns), { comment: 'Columns with the types of the table' })
  if (variant === 'dataflow') {
    chain.add('WriteToBigQuery', 'written', {
      table: `${parameter('dataset')}.${into.name}`,
      create_disposition: 'CREATE_NEVER',
      write_disposition: 'WRITE_APPEND',
    })
    return
  }
  const partitions = icebergPartitions(into)
  chain.add('WriteToIceberg', 'written', {
    table: `${parameter('iceberg_namespace')}.${into.name}`,
    catalog_name: parameter('iceberg_catalog'),
    catalog_properties: { type: 'rest', uri: parameter('iceberg_catalog_uri'), warehouse: parameter('iceberg_warehouse') },
    ...(partitions.length === 0 ? {} : { partition_fields: partitions }),
    triggering_frequency_seconds: 60,
  })
}

/** Parameters have lower case letters, digits and `_`. */
export function parameterName(name: string): string {
  return name.toLowerCase().replaceAll('-', '_')
}
