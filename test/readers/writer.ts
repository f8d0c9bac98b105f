import { randomUUID } from 'node:crypto'
import { DeltaTable, DirectoryObjectStore } from '../../tables'
import { field } from '../tables/arbitraries'

/** A process that appends to a table among others: `tsx writer.ts <directory> <writer> <commits>`. */
async function main([directory, writer, commits]: readonly string[]): Promise<void> {
  const fields = [field('writer', { kind: 'string' }, false), field('commit', { kind: 'int64' }, false)]
  const table = await DeltaTable.open(new DirectoryObjectStore(directory ?? ''), { fields, now: Date.now, newId: randomUUID })
  for (let commit = 1; commit <= Number(commits); commit++) {
    const application = { id: `writer ${writer}`, version: commit }
    const result = await table.append([{ writer: writer ?? '', commit }], { application })
    if (result.status !== 'committed') throw new Error(`writer ${writer} got ${result.status} for commit ${commit}`)
    // The same again, as after a crash that hid the answer.
    const again = await table.append([{ writer: writer ?? '', commit }], { application })
    if (again.status !== 'skipped') throw new Error(`writer ${writer} got ${again.status} for commit ${commit} the second time`)
  }
}

main(process.argv.slice(2)).catch(error => {
  console.error(error)
  process.exitCode = 1
})
