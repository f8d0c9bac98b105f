import { parquetMetadata, parquetSchema, type SchemaElement } from 'hyparquet'
import { assembleAsync, asyncGroupToRows, readRowGroup } from 'hyparquet/src/rowgroup.js'
import { ByteWriter, type ColumnSource, ParquetWriter } from 'hyparquet-writer'

/** The bytes of a Parquet file: Snappy, data pages version 2. As hyparquet's `parquetWriteBuffer`, which brings along what finds a schema in the data. */
export function writeParquet(schema: SchemaElement[], columnData: ColumnSource[], rowGroupSize?: number): Uint8Array {
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'streambed' })
  writer.write({ columnData, ...(rowGroupSize !== undefined && { rowGroupSize }) })
  writer.finish()
  return new Uint8Array(bytes.getBuffer())
}

type Group = ReturnType<typeof parquetMetadata>['row_groups'][number]

/**
 * All rows of a Parquet file, in its order. As hyparquet's `parquetReadObjects`, which brings along what filters need (statistics, Bloom filters, page indexes): as much
 * code as the rest of the reader, and the bundle of a function has all of it.
 * @throws Error for bytes that are no such file
 */
export async function readParquet(bytes: Uint8Array): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const file = bytes.slice().buffer
  const metadata = parquetMetadata(file)
  const schema = parquetSchema(metadata)
  const rows: Record<string, unknown>[] = []
  for (const rowGroup of metadata.row_groups) {
    const groupRows = Number(rowGroup.num_rows)
    const groupPlan = { chunks: chunksOf(rowGroup), rowGroup, groupStart: rows.length, groupRows, selectStart: 0, selectEnd: groupRows }
    const columns = readRowGroup({ file }, { metadata, rowStart: 0, fetches: [], groups: [] }, groupPlan)
    for (const row of await asyncGroupToRows(assembleAsync(columns, schema), 0, groupRows, undefined, 'object')) rows.push(row)
  }
  return rows
}

function chunksOf({ columns }: Group) {
  return columns.map(({ file_path, meta_data: columnMetadata }) => {
    if (file_path !== undefined || columnMetadata === undefined) throw new Error('columns in other files are not supported')
    const { dictionary_page_offset, data_page_offset, total_compressed_size } = columnMetadata
    const startByte = Number(dictionary_page_offset || data_page_offset)
    return { columnMetadata, range: { startByte, endByte: startByte + Number(total_compressed_size) } }
  })
}
