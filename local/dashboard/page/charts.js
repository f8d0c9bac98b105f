import uPlot from '/uPlot.esm.js'
import { byId, formatNumber } from './format.js'

/** The resolved value of a color: canvas knows neither variables nor light-dark(). */
export function color(name, alpha = 1) {
  const probe = document.createElement('i')
  probe.style.color = alpha === 1 ? `var(${name})` : `color-mix(in srgb, var(${name}) ${alpha * 100}%, transparent)`
  document.body.append(probe)
  const value = getComputedStyle(probe).color
  probe.remove()
  return value
}

const font = '12px system-ui, sans-serif'

/** A chart that is made anew when its series or the colors change, and follows the width of its place. */
export class Chart {
  constructor(id, makeOptions) {
    this.place = byId(id)
    this.makeOptions = makeOptions
    this.shape = ''
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(this.place)
  }

  size() {
    return { width: Math.max(200, this.place.clientWidth), height: this.place.clientHeight }
  }

  /** `shape` names what the options depend on. */
  draw(data, shape = 'fixed') {
    if (this.plot && this.shape === shape) return this.plot.setData(data)
    this.plot?.destroy()
    this.shape = shape
    this.plot = new uPlot({ ...this.size(), ...this.makeOptions() }, data, this.place)
  }

  recolor() {
    if (!this.plot) return
    const { data } = this.plot
    const { shape } = this
    this.shape = ''
    this.draw(data, shape)
  }
}

export function axis(options = {}) {
  const line = { stroke: color('--line'), width: 1 }
  return { stroke: color('--muted'), font, grid: line, ticks: { ...line, size: 4 }, gap: 4, ...options }
}

export const valueAxis = () =>
  axis({ size: 52, values: (_, ticks) => ticks.map(tick => (tick >= 10_000 ? `${formatNumber(tick / 1000)}k` : formatNumber(tick))) })
export const utc = time => uPlot.tzDate(new Date(time * 1000), 'Etc/UTC')
export const bars = () => uPlot.paths.bars({ size: [0.9, 24] })
