import type { CaseResult, ConformanceCase } from '../../conformance/case'
import { readFirst } from '../../conformance/drivers/read-first'

const cases = [{ name: 'a' }, { name: 'b' }] as unknown as readonly ConformanceCase[]
const results: readonly CaseResult[] = cases.map(({ name }) => ({ kind: 'rows', case: name, outputs: {} }))

async function* run(): AsyncIterable<CaseResult> {
  yield* results
}

async function collect(read: () => readonly string[]): Promise<readonly CaseResult[]> {
  const found: CaseResult[] = []
  for await (const result of readFirst(read, run)(cases, '/nowhere', () => {})) found.push(result)
  return found
}

test('cases run whose text is right', async () => {
  await expect(collect(() => [])).resolves.toEqual(results)
})

test('text that is wrong fails all', async () => {
  await expect(collect(() => ['a: rows.kql: unknown name', 'b: rows.kql: unknown name'])).rejects.toThrow(
    'a: rows.kql: unknown name\nb: rows.kql: unknown name',
  )
})
