import { pipeline, source, stream, string, timestamp, toMermaid, toSvg } from '../../../pipeline'
import { subredditActivity } from '../../types/builder'

const events = source('s', { schema: { at: timestamp(), id: string() }, eventTime: 'at', maxDelay: 0 })
const hostile = pipeline('hostile', events).output(all =>
  all.where(event => event.id.eq('</text><script>"&#\u0007`|]')).into(stream('o')),
).definition

test('Mermaid', () => {
  expect(toMermaid(hostile)).toBe(`flowchart LR
  source(["<b>s</b><br/>time: at<br/>in order"])
  source --> output1_1["<b>where</b><br/>id = '#60;/text#62;#60;script#62;#34;#38;#35;#7;#96;#124;#93;'"]
  output1_1 --> output1_2(["<b>o</b><br/>stream"])
`)
  expect(
    toMermaid(subredditActivity.definition)
      .split('\n')
      .filter(line => line.includes('-->')),
  ).toHaveLength(9)
})

describe('SVG', () => {
  const svg = toSvg(subredditActivity.definition)

  test('has a box for each step and an arrow between neighbors', () => {
    expect(svg.match(/<rect /g)).toHaveLength(10)
    expect(svg.match(/marker-end/g)).toHaveLength(9)
    expect(svg).toContain('prefers-color-scheme: dark')
  })

  test('needs nothing from outside', () => {
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|url\((?!#)|<script|<image|@import/)
  })

  test('boxes do not overlap and are inside of the picture', () => {
    const number = (text: string, name: string) => Number(new RegExp(` ${name}="([\\d.]+)"`).exec(text)?.[1])
    const boxes = (svg.match(/<rect [^>]*>/g) ?? []).map(text => ({
      x: number(text, 'x'),
      y: number(text, 'y'),
      width: number(text, 'width'),
      height: number(text, 'height'),
    }))
    for (const [i, a] of boxes.entries()) {
      expect(a.x + a.width).toBeLessThanOrEqual(number(svg, 'width'))
      expect(a.y + a.height).toBeLessThanOrEqual(number(svg, 'height'))
      for (const b of boxes.slice(i + 1))
        expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true)
    }
  })

  test('escapes texts', () => {
    const text = toSvg(hostile)
    expect(text).toContain('id = &#39;&lt;/text&gt;&lt;script&gt;&quot;&amp;#\uFFFD`|]&#39;')
    expect(text).not.toContain('<script')
  })
})
