import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { compile, fillParameters, findEngine } from '../../../engines'
import type { CaseResult, ConformanceCase, EngineRow } from '../../case'
import type { Progress } from '../../driver'
import { linesOf } from '../../records'

/** Each case in a database of its own, in memory; a partition is a file. */
export async function* runOnDuckDb(cases: readonly ConformanceCase[], folder: string, progress: Progress): AsyncIterable<CaseResult> {
  const events = join(folder, 'events')
  for (const [index, testCase] of cases.entries()) {
    progress(testCase.name, index / cases.length)
    rmSync(events, { recursive: true, force: true })
    mkdirSync(events, { recursive: true })
    // Names sort as the partitions count: the order of files is that of partitions.
    testCase.partitions.forEach((records, partition) => {
      writeFileSync(join(events, `${String(partition).padStart(3, '0')}.jsonl`), linesOf(records))
    })
    try {
      yield { kind: 'rows', case: testCase.name, outputs: await outputsOf(testCase, join(events, '*.jsonl')) }
    } catch (error) {
      yield { kind: 'failed', case: testCase.name, message: error instanceof Error ? error.message : String(error) }
    }
  }
  rmSync(events, { recursive: true, force: true })
}

async function outputsOf(testCase: ConformanceCase, files: string): Promise<Readonly<Record<string, readonly EngineRow[]>>> {
  const [script] = compile(findEngine('duckdb'), testCase.definition).files
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  try {
    await connection.run(fillParameters(script.text, { source_files: files.replaceAll("'", "''") }))
    const outputs: Record<string, readonly EngineRow[]> = {}
    for (const { name, into, columns } of testCase.definition.outputs) {
      const table = into.name.replaceAll('"', '""')
      // Bytes in a form that JSON has.
      const list = columns.map(column =>
        column.type.kind === 'bytes' ? `to_base64("${column.name}") AS "${column.name}"` : `"${column.name}"`,
      )
      const result = await connection.runAndReadAll(`SELECT ${list.join(', ')} FROM "${table}"`)
      outputs[name] = result.getRowObjectsJson()
    }
    return outputs
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
