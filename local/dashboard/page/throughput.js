import { axis, Chart, color, valueAxis } from './charts.js'
import { formatCount, setText } from './format.js'

const spanSeconds = 120

/** Events committed each second, events that wait, and a mark for every crash. */
export class Throughput {
  constructor() {
    this.times = []
    this.rates = []
    this.waiting = []
    this.crashes = []
    this.chart = new Chart('throughput-chart', () => this.options())
  }

  reset() {
    this.times = []
    this.rates = []
    this.waiting = []
    this.crashes = []
  }

  /** What happened before the page was opened. */
  remember(message) {
    this.times = message.elapsedMs.map(elapsed => elapsed / 1000)
    this.rates = [...message.eventsPerSecond]
    this.waiting = [...message.waiting]
  }

  tick(message) {
    const lag = message.partitions.reduce((sum, partition) => sum + partition.written - partition.committed, 0)
    setText('rate', formatCount(message.eventsPerSecond))
    setText('lag', formatCount(lag))
    if (message.phase !== 'running' && this.times.length > 0) {
      this.chart.draw([this.times, this.rates, this.waiting])
      return
    }
    this.times.push(message.elapsedMs / 1000)
    this.rates.push(message.eventsPerSecond)
    this.waiting.push(lag)
    while (this.times[0] < message.elapsedMs / 1000 - spanSeconds) {
      this.times.shift()
      this.rates.shift()
      this.waiting.shift()
    }
    this.chart.draw([this.times, this.rates, this.waiting])
  }

  crash(elapsedMs) {
    this.crashes.push(elapsedMs / 1000)
  }

  options() {
    return {
      cursor: { show: false },
      scales: {
        x: { time: false, range: (_, __, max) => [Math.max(0, max - spanSeconds), Math.max(max ?? 0, 20)] },
        y: { range: (_, __, max) => [0, Math.max(10, (max ?? 0) * 1.1)] },
      },
      axes: [
        axis({
          size: 30,
          values: (_, ticks) => ticks.map(tick => `${Math.floor(tick / 60)}:${String(Math.floor(tick % 60)).padStart(2, '0')}`),
        }),
        valueAxis(),
      ],
      series: [
        {},
        { stroke: color('--series-0'), fill: color('--series-0', 0.14), width: 2, points: { show: false } },
        { stroke: color('--series-1'), fill: color('--series-1', 0.1), width: 1.5, points: { show: false } },
      ],
      hooks: { draw: [plot => this.drawCrashes(plot)] },
    }
  }

  drawCrashes(plot) {
    const { ctx, bbox } = plot
    ctx.save()
    ctx.strokeStyle = ctx.fillStyle = color('--bad')
    ctx.lineWidth = devicePixelRatio
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio])
    ctx.textAlign = 'left'
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`
    let free = 0
    for (const crash of this.crashes) {
      const left = plot.valToPos(crash, 'x', true)
      if (left < bbox.left) continue
      ctx.beginPath()
      ctx.moveTo(left, bbox.top)
      ctx.lineTo(left, bbox.top + bbox.height)
      ctx.stroke()
      if (left < free) continue
      ctx.fillText('SIGKILL', left + 4 * devicePixelRatio, bbox.top + 11 * devicePixelRatio)
      free = left + 56 * devicePixelRatio
    }
    ctx.restore()
  }
}
