import { byId, element, formatCount, formatTime } from './format.js'

/** One line for each partition of the log. */
export class Partitions {
  start(hello) {
    this.lines = Array.from({ length: hello.partitions }, (_, index) => {
      const fill = element('i')
      const meter = element('span', 'meter', fill)
      const lag = element('span')
      const cells = {
        written: element('td', 'number'),
        committed: element('td', 'number'),
        open: element('td', 'number'),
        watermark: element('td'),
      }
      const row = element(
        'tr',
        '',
        element('td', '', String(index)),
        cells.written,
        cells.committed,
        element('td', '', element('span', 'bar-cell', meter, lag)),
        cells.open,
        cells.watermark,
      )
      return { ...cells, fill, meter, lag, row }
    })
    byId('partition-rows').replaceChildren(...this.lines.map(line => line.row))
    byId('partitions-note').textContent = `spread by the hash of ${hello.partitionKey ?? 'the record'}`
  }

  tick(message) {
    const most = Math.max(50, ...message.partitions.map(partition => partition.written - partition.committed))
    message.partitions.forEach((partition, index) => {
      const line = this.lines[index]
      const lag = partition.written - partition.committed
      line.written.textContent = formatCount(partition.written)
      line.committed.textContent = formatCount(partition.committed)
      line.lag.textContent = formatCount(lag)
      line.fill.style.width = `${(100 * lag) / most}%`
      line.meter.toggleAttribute('data-high', message.worker.state === 'down')
      line.open.textContent = formatCount(partition.openWindows)
      line.watermark.textContent = partition.ended ? 'end' : formatTime(partition.watermark, 'seconds')
    })
  }
}
