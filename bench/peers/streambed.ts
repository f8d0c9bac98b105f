/** streambed's own path without storage: decoder with full validation, program, window operator; rows are counted as they are given. */

import { validUtf8 } from '../../local'
import { createDecoder, createProgram, recordBatchFromLines } from '../../runtime'
import { createWindowOperator, type RowReceiver } from '../../windowing'
import { eachChunk } from '../chunks'
import { activity } from '../definition'
import { print } from '../measure'

async function main(file: string): Promise<void> {
  const { definition } = activity
  const program = createProgram(definition)
  const decoder = createDecoder(definition.source, program.fields, { validUtf8 })
  const [output] = program.outputs
  if (output?.kind !== 'windowed') throw new Error('the benchmark needs a windowed output')
  const { maxDelayMs } = definition.source
  const operator = createWindowOperator({ window: output.window, aggregates: output.aggregates, maxDelayMs, partitionIndex: 0 })
  const totals = { rows: 0, count: 0, sum: 0 }
  let late = 0
  const receiver: RowReceiver = {
    row: (_start, _end, _keyBytes, _keyStart, _keyEnd, _cause, values) => {
      totals.rows++
      totals.count += Number(values[0])
      totals.sum += Number(values[1])
    },
    failed: (_start, _end, _keyBytes, _keyStart, _keyEnd, _cause, problem) => {
      throw new Error(problem)
    },
    late: () => {
      late++
    },
  }
  const refuse = (entry: number, error: { readonly message: string }) => {
    throw new Error(`record ${entry}: ${error.message}`)
  }
  let ordinal = 0
  let stateBytes = 0
  let open = 0
  await eachChunk(file, lines => {
    const records = recordBatchFromLines(lines, ordinal)
    for (let from = 0; from < records.length; ) {
      const decoded = decoder.decode(records, from)
      for (const [entry, error] of decoder.batch.errors) refuse(entry, error)
      output.prepare(decoder.batch, records, from, ordinal, refuse)
      operator.process(output.input, receiver)
      from += decoded
      ordinal += decoded
    }
    if (operator.open > open) {
      open = operator.open
      stateBytes = operator.stateBytes
    }
  })
  operator.finish(ordinal, receiver)
  if (late > 0) throw new Error(`${late} events were late`)
  print({ ...totals, notes: { 'bytes per open window': stateBytes / Math.max(1, open), 'open windows': open } })
}

void main(process.argv[2])
