import type { Definition } from '../definition'
import type { Box, BoxKind, Graph } from './graph'
import { graphOf } from './graph'

const SHAPES: Readonly<Record<BoxKind, readonly [string, string]>> = {
  source: ['([', '])'],
  step: ['[', ']'],
  window: ['[[', ']]'],
  table: ['[(', ')]'],
  stream: ['([', '])'],
}

/** A Mermaid flowchart, as Markdown files on many sites show it. */
export function toMermaid(definition: Definition): string {
  return graphToMermaid(graphOf(definition))
}

export function graphToMermaid({ source, chains }: Graph): string {
  const lines = ['flowchart LR', `  source${boxText(source)}`]
  for (const [c, chain] of chains.entries()) {
    let before = 'source'
    for (const [b, box] of chain.entries()) {
      const name = `output${c + 1}_${b + 1}`
      lines.push(`  ${before} --> ${name}${boxText(box)}`)
      before = name
    }
  }
  return `${lines.join('\n')}\n`
}

function boxText({ kind, title, lines }: Box): string {
  const [open, close] = SHAPES[kind]
  return `${open}"${[`<b>${escaped(title)}</b>`, ...lines.map(escaped)].join('<br/>')}"${close}`
}

/** Mermaid reads HTML and its own entities inside of quotes; anything but plain characters is written by number. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:=+()/_'×−≤≥≠-]/gu, character => `#${character.codePointAt(0)};`)
}
