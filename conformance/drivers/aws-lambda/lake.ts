import type { Definition, Output } from '../../../pipeline'
import { readLines, readTable } from '../../../test/processors/aws-lambda/support/read-tables'
import type { World } from '../../../test/processors/aws-lambda/support/world'
import type { EngineRow } from '../../case'
import { textOf } from '../../records'
import { type RejectedRecord, reasonOf } from '../../rejected'
import { jsonRow } from '../json-rows'
import type { CaseLog } from './log'

/** The rows of an output's Delta table. */
export async function rowsOf({ bucket }: World, output: Output): Promise<readonly EngineRow[]> {
  return (await readTable(bucket, output)).map(row => jsonRow(row, output))
}

/** Late events, from the objects that tell of them. */
export async function lateOf({ bucket }: World, { outputs }: Definition, log: CaseLog): Promise<readonly RejectedRecord[]> {
  const late: RejectedRecord[] = []
  for (const { name } of outputs)
    for (const line of await readLines(bucket, `late/${name}/`))
      late.push({ output: name, reason: 'late', timeMs: Number(line['eventTime']), ...placed(line, log) })
  return late
}

/** Dead letters, from the objects that tell of them. */
export async function lettersOf({ bucket }: World, log: CaseLog): Promise<readonly RejectedRecord[]> {
  return (await readLines(bucket, 'dead-letters/')).map(line => ({
    output: line['output'] === null ? null : String(line['output']),
    reason: reasonOf(String(line['code'])),
    ...placed(line, log),
  }))
}

/** A closed window has a position and no record: of merged ones in the shuffle, of which the case knows nothing. */
function placed(line: Readonly<Record<string, unknown>>, log: CaseLog): Pick<RejectedRecord, 'partition' | 'index' | 'record'> {
  const record = Buffer.from(String(line['record']), 'base64')
  const text = textOf(record)
  return { ...log.placeOf(String(line['position'])), ...(text !== undefined && { record: text }) }
}
