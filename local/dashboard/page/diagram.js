import { byId, element, formatCount } from './format.js'

/** The pipeline from its source to its tables, with live numbers at both ends. */
export class Diagram {
  start(hello) {
    const read = element('small', '', '0 events')
    const source = element(
      'div',
      'node start',
      element('strong', '', hello.source),
      read,
      element('small', '', `${hello.partitions} partitions`),
      element('small', '', `up to ${hello.maxDelay} late`),
    )
    this.read = read
    this.ends = new Map()
    const branches = hello.outputs.map(output => this.branch(output))
    byId('flow').replaceChildren(source, element('span', 'flow-link'), element('div', 'flow-branches', ...branches))
  }

  branch(output) {
    const parts = []
    for (const step of output.steps) {
      if (parts.length > 0) parts.push(element('span', 'flow-link'))
      parts.push(element('span', step.kind === 'window' ? 'node window' : 'node', step.text, element('small', '', step.kind)))
    }
    const rows = element('small', '', '0 rows')
    this.ends.set(output.name, rows)
    const grow = element('span', 'flow-link flow-grow')
    return element('div', 'flow-branch', ...parts, grow, element('span', 'node end', element('strong', '', output.name), rows))
  }

  tick(message) {
    byId('flow').toggleAttribute('data-moving', message.phase === 'running' && message.worker.state === 'running')
    this.read.textContent = `${formatCount(message.proof.eventsInLog)} events`
    for (const output of message.outputs) {
      const open = output.openWindows > 0 ? `, ${formatCount(output.openWindows)} open windows` : ''
      this.ends.get(output.name).textContent = `${formatCount(output.rows)} rows${open}`
    }
  }
}
