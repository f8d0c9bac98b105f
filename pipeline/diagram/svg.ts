import type { Definition } from '../definition'
import type { Box, Graph } from './graph'
import { graphOf } from './graph'

const GAP_X = 44
const GAP_Y = 22
const MARGIN = 16
const LINE_HEIGHT = 17
const PADDING = 12
/** Average advance of the fonts below at 12 px, on the safe side. */
const CHARACTER_WIDTH = 6.9
const MAX_CHARACTERS = 44
const MAX_LINES = 12

// Inside of a page, styles of a picture are styles of the page: all are kept to the picture's class.
const STYLE = `
  .streambed text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1c2430 }
  .streambed .title { font-weight: 600 }
  .streambed rect { fill: #f6f8fa; stroke: #8b96a5 }
  .streambed .source rect, .streambed .stream rect { fill: #e3f0ff; stroke: #3b78c2 }
  .streambed .window rect { fill: #fff3dc; stroke: #b57b16 }
  .streambed .table rect { fill: #e2f5e9; stroke: #2e8b57 }
  .streambed path { fill: none; stroke: #8b96a5; stroke-width: 1.5 }
  .streambed marker path { fill: #8b96a5; stroke: none }
  @media (prefers-color-scheme: dark) {
    .streambed text { fill: #e6ebf2 }
    .streambed rect { fill: #1f2630; stroke: #6b7685 }
    .streambed .source rect, .streambed .stream rect { fill: #16304d; stroke: #5b9be6 }
    .streambed .window rect { fill: #3d2f12; stroke: #d9a441 }
    .streambed .table rect { fill: #143323; stroke: #4fb67f }
  }`

interface Placed {
  readonly box: Box
  readonly lines: readonly string[]
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A picture of the definition: boxes from left to right, for light and dark pages, without anything from outside. */
export function toSvg(definition: Definition): string {
  return graphToSvg(graphOf(definition), `the pipeline ${definition.name}`)
}

export function graphToSvg({ source, chains }: Graph, label: string): string {
  const sourceSize = sizeOf(source)
  const chainsX = MARGIN + sourceSize.width + GAP_X
  const rows: (readonly Placed[])[] = []
  let y = MARGIN
  for (const chain of chains) {
    const row = placeChain(chain, chainsX, y)
    rows.push(row)
    y += Math.max(...row.map(box => box.height)) + GAP_Y
  }
  const height = Math.max(y - GAP_Y, MARGIN + sourceSize.height) + MARGIN
  const width = Math.max(...rows.flat().map(box => box.x + box.width)) + MARGIN
  const first: Placed = { box: source, ...sourceSize, x: MARGIN, y: Math.round((height - sourceSize.height) / 2) }
  const arrows = rows.flatMap(row => row.map((box, i) => arrow(i === 0 ? first : row[i - 1], box)))
  return `<svg class="streambed" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(label)}">
<style>${STYLE}
</style>
<defs><marker id="streambed-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z"/></marker></defs>
${arrows.join('\n')}
${[first, ...rows.flat()].map(drawn).join('\n')}
</svg>
`
}

function placeChain(chain: readonly Box[], from: number, top: number): readonly Placed[] {
  const sizes = chain.map(sizeOf)
  const height = Math.max(...sizes.map(size => size.height))
  let x = from
  return chain.map((box, i) => {
    const placed = { box, ...sizes[i], x, y: Math.round(top + (height - sizes[i].height) / 2) }
    x += sizes[i].width + GAP_X
    return placed
  })
}

function sizeOf(box: Box): { readonly lines: readonly string[]; readonly width: number; readonly height: number } {
  const shown =
    box.lines.length > MAX_LINES ? [...box.lines.slice(0, MAX_LINES - 1), `and ${box.lines.length - MAX_LINES + 1} more`] : box.lines
  const lines = [box.title, ...shown].map(shortened)
  // Titles are bold, and a tenth wider.
  const widest = Math.max(...lines.map((line, i) => Array.from(line).length * (i === 0 ? 1.1 : 1)))
  return { lines, width: Math.ceil(widest * CHARACTER_WIDTH) + 2 * PADDING, height: lines.length * LINE_HEIGHT + 2 * PADDING - 4 }
}

function shortened(line: string): string {
  const characters = Array.from(line)
  return characters.length <= MAX_CHARACTERS ? line : `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`
}

function drawn({ box, lines, x, y, width, height }: Placed): string {
  const texts = lines.map((line, i) => {
    const title = i === 0 ? ' class="title"' : ''
    return `<text${title} x="${x + PADDING}" y="${y + PADDING + 9 + i * LINE_HEIGHT}">${escaped(line)}</text>`
  })
  const radius = box.kind === 'source' || box.kind === 'stream' ? 14 : 5
  const hint = escaped([box.title, ...box.lines].join('\n'))
  return `<g class="${box.kind}"><title>${hint}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>${texts.join('')}</g>`
}

function arrow(from: Placed, to: Placed): string {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2]
  const [x2, y2] = [to.x - 2, to.y + to.height / 2]
  const middle = (x1 + x2) / 2
  return `<path d="M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" marker-end="url(#streambed-tip)"/>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Characters that XML 1.0 can't hold, even escaped, become U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, character => ENTITIES[character])
}
