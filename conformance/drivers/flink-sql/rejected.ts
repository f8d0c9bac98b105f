import type { Artifact } from '../../../engines'
import type { CaseResult, EngineRow } from '../../case'
import { NumberText } from '../../expected/exact-json'
import { type RejectedRecord, reasonOf } from '../../rejected'

interface Manifest {
  readonly lateEvents: string | null
  readonly deadLetters: string | null
  readonly rejectedColumns: { readonly time: string; readonly partition?: string; readonly offset?: string }
}

type Rejected = Pick<Extract<CaseResult, { kind: 'rows' }>, 'late' | 'deadLetters'>

/** Where a job writes late events and dead letters. */
export function rejectedPlaces({ manifest }: Artifact): readonly string[] {
  const { lateEvents, deadLetters } = manifest as unknown as Manifest
  return [lateEvents, deadLetters].filter(place => place !== null)
}

/** What a job has written of late events and dead letters. `read` gives the rows of a place. */
export async function rejectedOf(
  { manifest }: Artifact,
  read: (place: string) => readonly EngineRow[] | Promise<readonly EngineRow[]>,
): Promise<Rejected> {
  const { lateEvents, deadLetters, rejectedColumns } = manifest as unknown as Manifest
  const rows = async (place: string | null): Promise<readonly RejectedRecord[]> =>
    place === null ? [] : (await read(place)).map(row => recordOf(row, rejectedColumns))
  return { late: await rows(lateEvents), deadLetters: await rows(deadLetters) }
}

function recordOf(row: EngineRow, { time, partition, offset }: Manifest['rejectedColumns']): RejectedRecord {
  const number = (column: string): number => {
    const value = row[column]
    return Number(value instanceof NumberText ? value.text : value)
  }
  return {
    output: String(row['output']),
    reason: reasonOf(String(row['reason'] ?? 'late')),
    timeMs: number(time),
    ...(partition !== undefined && { partition: number(partition) }),
    ...(offset !== undefined && { index: number(offset) }),
  }
}
