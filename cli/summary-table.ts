import type { TickMessage } from '../local'

const heads = ['output', 'rows', 'expected', 'late', 'version'] as const

/** The outputs of a replay, as a table of text. */
export function summaryTable({ outputs, proof, elapsedMs }: TickMessage): string {
  const lines = outputs.map(output => [
    output.name,
    count(output.rows),
    count(output.expectedRows),
    count(output.late),
    output.version === null ? '–' : String(output.version),
  ])
  const widths = heads.map((head, column) => Math.max(head.length, ...lines.map(line => line[column].length)))
  const text = [heads, ...lines].map(line =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
  )
  const events = `${count(proof.eventsAccounted)} events, ${count(proof.deadLetters)} dead letters, in ${(elapsedMs / 1000).toFixed(1)} s`
  return `${text.join('\n')}\n${events}`
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
