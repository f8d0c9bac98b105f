import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTable, readTableFile } from '../../local'
import { decimal, optional, pipeline, source, table, timestamp } from '../../pipeline'

const schema = {
  at: timestamp('epoch-ms'),
  small: decimal(4, 2),
  middle: decimal(18, 2),
  wide: optional(decimal(38, 2)),
}
const { definition } = pipeline('decimals', source('events', { schema, eventTime: 'at', maxDelay: 0 })).output(events =>
  events.into(table('decimals')),
)

test('decimals beyond the integers of doubles are read back from a table exactly', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'streambed-decimals-'))
  try {
    const [output] = definition.outputs
    const rows = [
      { at: 0, small: -5, middle: 123_456_789_012_345_678n, wide: -(10n ** 37n) - 1n },
      { at: 1, small: 105, middle: -9_007_199_254_740_991, wide: null },
    ]
    const target = await openTable(directory, output)
    await target.append(rows)
    const [file] = target.files()
    expect((await readTableFile(directory, output, file)).map(row => ({ ...row }))).toEqual(rows)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
