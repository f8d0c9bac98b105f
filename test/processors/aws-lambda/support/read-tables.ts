import { gunzipSync } from 'node:zlib'
import type { Output, RecordValue } from '../../../../pipeline'
import type { BucketClient } from '../../../../processors/aws-lambda'
import { openTable } from '../../../../processors/aws-lambda/publish/tables'
import { readParquet } from '../../../tables/read-back'
import type { MemoryBucket } from './memory-bucket'

/** Rows of an output as a reader of its Delta table sees them: the files that the log names, read by another project's reader. Partition columns are texts. */
export async function readTable(bucket: MemoryBucket, output: Output): Promise<readonly RecordValue[]> {
  const table = await openTable(bucket, output, () => 0)
  const rows: RecordValue[] = []
  for (const { key, bytes: size, partitionValues } of table.files()) {
    const bytes = bucket.objects.get(`tables/${output.name}/${key}`)
    if (bytes === undefined) throw new Error(`no file ${key}`)
    if (bytes.length !== size) throw new Error(`file ${key} has ${bytes.length} bytes, the log says ${size}`)
    const columns = output.columns.filter(({ name }) => !(name in partitionValues))
    const stored = await readParquet(columns, bytes)
    const others = output.columns.flatMap(({ name }) => (name in partitionValues ? [[name, partitionValues[name]] as const] : []))
    rows.push(...stored.map(row => ({ ...row, ...Object.fromEntries(others) })))
  }
  return rows
}

/** Data files below a table that its log doesn't name: readers of plain Parquet would see their rows twice. */
export async function strayFiles(bucket: MemoryBucket, output: Output): Promise<readonly string[]> {
  const prefix = `tables/${output.name}/`
  const named = new Set((await openTable(bucket, output, () => 0)).files().map(({ key }) => prefix + key))
  const keys = [...bucket.objects.keys()].filter(key => key.startsWith(prefix) && key.endsWith('.parquet') && !key.includes('_delta_log'))
  return keys.filter(key => !named.has(key))
}

/** Lines of JSON of all objects below a prefix. */
export async function readLines(bucket: BucketClient, prefix: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const keys = await bucket.list(prefix)
  const lines: Readonly<Record<string, unknown>>[] = []
  for (const key of keys) {
    const text = gunzipSync((await bucket.get(key)) ?? new Uint8Array(0)).toString('utf8')
    for (const line of text.split('\n')) if (line !== '') lines.push(JSON.parse(line))
  }
  return lines
}
