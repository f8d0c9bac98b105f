import type { RecordValue } from '../../../../pipeline'
import { OUTBOX } from '../../../../processors/aws-lambda/names'
import { stagedKey } from '../../../../processors/aws-lambda/outbox'
import { Publisher } from '../../../../processors/aws-lambda/publish/publisher'
import { decodeStaged, rowOf, type Section } from '../../../../processors/aws-lambda/staged'
import type { DeadLetter, SinkBatch } from '../../../../runtime'
import { jsonOf } from '../../../../runtime/directory/json'
import { archive } from '../support/pipelines'
import { readLines } from '../support/read-tables'
import type { AwsPlatform } from './aws'

/** Rows that also say where they are from, since a table's rows don't. */
export function placed({ partition, output, channel, rows, throughCause }: SinkBatch): SinkBatch {
  const values = (cause: number, row: RecordValue) =>
    channel === 'rows'
      ? { partition, cause, row }
      : { eventTime: cause, watermark: 0, position: cause, arrivalTime: null, record: new Uint8Array(0) }
  return { partition, output, channel, throughCause, rows: rows.map(row => ({ cause: row.cause, values: values(row.cause, row.values) })) }
}

/** What the outbox holds of a place, in the order of publication: causes, and rows as JSON. */
export async function stagedRows(
  { table, bucket }: AwsPlatform,
  place: Pick<SinkBatch, 'partition' | 'output' | 'channel'>,
): Promise<readonly (readonly [number, string])[]> {
  const items = await table.query(OUTBOX, '')
  const sections: Section[] = []
  for (const { sk } of items) sections.push(...decodeStaged((await bucket.get(stagedKey(sk))) ?? new Uint8Array(0)))
  const lines = sections.filter(({ kind, output }) => kind === place.channel && output === place.output).flatMap(section => section.lines)
  if (place.channel === 'late')
    return lines.map(line => JSON.parse(line)).flatMap(late => (late.partition === place.partition ? [[late.cause, ''] as const] : []))
  return lines
    .map(rowOf)
    .flatMap(({ partition, cause, row }) => (partition === place.partition ? [[Number(cause), jsonOf(row)] as const] : []))
}

/** Dead letters of a partition, after publication. */
export async function publishedLetters({ table, bucket }: AwsPlatform, partition: string): Promise<readonly DeadLetter[]> {
  const queue = { send: async () => undefined }
  const publisher = new Publisher({ definition: archive.definition, table, bucket, queue, now: Date.now })
  while ((await publisher.publishNext()) !== undefined);
  const lines = await readLines(bucket, 'dead-letters/')
  return lines.filter(line => line['partition'] === partition).map(letterOf)
}

function letterOf(line: Readonly<Record<string, unknown>>): DeadLetter {
  const { cause, output, code, path, message, position, arrivalTime, record } = line as Record<string, string>
  return {
    cause: Number(cause),
    output,
    error: { code: code as DeadLetter['error']['code'], path, message },
    position: Number.isSafeInteger(Number(position)) ? Number(position) : BigInt(position),
    arrivalTime: arrivalTime === null ? Number.NaN : Number(arrivalTime),
    record: new Uint8Array(Buffer.from(record, 'base64')),
  }
}
