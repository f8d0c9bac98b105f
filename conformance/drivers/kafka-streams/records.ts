import type { ConformanceCase } from '../../case'
import { decode } from '../../expected/decode'

/**
 * The records of all partitions in one order, since the test driver has topics of one partition only. Taken is always the partition that is furthest behind: so an
 * event that is on time in its own partition is on time in the order of all.
 */
export function inOneLog({ definition: { source }, partitions }: ConformanceCase): readonly string[] {
  if (partitions.length === 1) return partitions[0]
  const logs = partitions.map(lines => {
    let front = Number.NEGATIVE_INFINITY
    return lines.map(line => {
      front = Math.max(front, decode(line, source)?.time ?? front)
      return { line, front }
    })
  })
  // Sorting is stable, so each partition keeps its order.
  return logs
    .flat()
    .sort((left, right) => left.front - right.front || 0)
    .map(({ line }) => line)
}
