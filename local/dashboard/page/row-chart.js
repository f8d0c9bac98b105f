import { axis, Chart, color, utc, valueAxis } from './charts.js'
import { byId, element } from './format.js'

const maxSeries = 6
/** Windows that are kept for a chart; the oldest go first. */
const maxTimes = 400
/** Keys that are followed; more than a chart or a person can tell apart. */
const maxLabels = 5000

/** A measure over event time, one line for each of the keys that weigh most; for outputs of events their number each hour. */
export class RowChart {
  constructor() {
    this.chart = new Chart('rows-chart', () => this.options())
  }

  collect(output, rows) {
    output.series ??= new Map()
    const start = output.window ? 0 : output.timeColumn.indexOf(true)
    const keys = output.keys.map(key => output.columns.indexOf(key))
    const measures = output.measures.map(measure => output.columns.indexOf(measure))
    for (const row of rows) {
      const time = output.window ? row[start] / 1000 : Math.floor(row[start] / 3_600_000) * 3600
      const label = output.window ? keys.map(key => row[key] ?? '–').join(' · ') || 'all' : 'events each hour'
      let points = output.series.get(label)
      if (!points && output.series.size >= maxLabels) continue
      if (!points) {
        points = { label, weight: 0, times: new Map() }
        output.series.set(label, points)
      }
      points.weight += output.window ? 1e-6 + (Number(row[measures[0]]) || 0) : 1
      if (output.window)
        points.times.set(
          time,
          measures.map(measure => row[measure]),
        )
      else points.times.set(time, [(points.times.get(time)?.[0] ?? 0) + 1])
    }
  }

  draw(output) {
    const heaviest = [...(output.series?.values() ?? [])].sort((left, right) => right.weight - left.weight).slice(0, maxSeries)
    const measure = Math.max(0, output.measures.indexOf(output.measure))
    const all = new Set(heaviest.flatMap(points => [...points.times.keys()]))
    const times = [...all].sort((left, right) => left - right).slice(-maxTimes)
    const lines = heaviest.map(points => times.map(time => points.times.get(time)?.[measure] ?? null))
    this.count = heaviest.length
    this.points = times.length
    this.sparse = output.sparse
    byId('rows-legend').replaceChildren(
      ...heaviest.map((points, index) => element('li', '', element('i', `swatch swatch-${index}`), points.label)),
    )
    this.chart.draw([times, ...lines], `${output.name} ${heaviest.length} ${times.length < 150}`)
  }

  options() {
    const single = this.count === 1
    return {
      tzDate: utc,
      cursor: { points: { size: 7 }, y: false, drag: { setScale: false } },
      scales: { y: { range: (_, min, max) => [Math.min(0, min ?? 0), (max ?? 1) * 1.08 || 1] } },
      axes: [axis({ size: 40, space: 80, values: (_, ticks) => timeLabels(ticks) }), valueAxis()],
      series: [
        {},
        ...Array.from({ length: this.count }, (_, index) => ({
          stroke: color(`--series-${index}`),
          width: 1.75,
          ...(single ? { fill: color('--series-0', 0.14) } : {}),
          // A window without events has no row: the line goes on, and each row has its point.
          spanGaps: true,
          points: { show: this.sparse || this.points < 150, size: this.sparse ? 6 : 4, fill: color(`--series-${index}`) },
          ...(this.sparse ? { paths: () => null } : {}),
        })),
      ],
    }
  }

  recolor() {
    this.chart.recolor()
  }
}

/** Hours, and the day where it begins. */
function timeLabels(ticks) {
  let lastDay = ''
  return ticks.map(tick => {
    const text = new Date(tick * 1000).toISOString()
    const day = text.slice(5, 10)
    const label = day === lastDay ? text.slice(11, 16) : `${text.slice(11, 16)}\n${day}`
    lastDay = day
    return label
  })
}
