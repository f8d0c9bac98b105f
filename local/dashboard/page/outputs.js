import { byId, element, formatCount, formatTime, formatValue } from './format.js'
import { RowChart } from './row-chart.js'

const shown = 100

/** A tab for each output: its chart and its newest rows, as they stand in the Delta table. */
export class Outputs {
  constructor() {
    this.chart = new RowChart()
    this.outputs = []
    byId('measure').addEventListener('change', event => {
      this.current.measure = event.target.value
      this.redraw()
    })
    byId('tabs').addEventListener('keydown', event => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      if (step) this.move(step)
    })
  }

  start(hello) {
    const selected = this.current?.name
    this.outputs = hello.outputs.map(output => ({ ...output, measure: output.measures[0] ?? '', newest: [], points: [], count: 0 }))
    this.tabs = this.outputs.map(output => {
      const tab = element('button', '', output.name)
      tab.type = 'button'
      tab.role = 'tab'
      tab.addEventListener('click', () => this.select(output.name))
      return tab
    })
    byId('tabs').replaceChildren(...this.tabs)
    this.select(
      this.outputs.some(output => output.name === selected)
        ? selected
        : (this.outputs.find(output => output.window) ?? this.outputs[0]).name,
    )
  }

  move(step) {
    const index = this.outputs.indexOf(this.current)
    const next = (index + step + this.outputs.length) % this.outputs.length
    this.select(this.outputs[next].name)
    this.tabs[next].focus()
  }

  select(name) {
    this.current = this.outputs.find(output => output.name === name)
    this.tabs.forEach((tab, index) => {
      const chosen = this.outputs[index] === this.current
      tab.setAttribute('aria-selected', String(chosen))
      tab.tabIndex = chosen ? 0 : -1
    })
    const { columns, numeric, measures, measure } = this.current
    byId('row-head').replaceChildren(element('tr', '', ...columns.map((column, index) => header(column, numeric[index]))))
    byId('measure').replaceChildren(...measures.map(option => new Option(option, option, option === measure, option === measure)))
    byId('measure-label').hidden = measures.length < 2
    byId('row-body').replaceChildren(...this.current.newest.map(row => this.line(row)))
    this.redraw()
  }

  add(message) {
    const output = this.outputs.find(candidate => candidate.name === message.output)
    output.count += message.rows.length
    this.chart.collect(output, message.rows)
    const fresh = message.rows.slice(-shown).reverse()
    output.newest = [...fresh, ...output.newest].slice(0, shown)
    if (output !== this.current) return
    const body = byId('row-body')
    body.prepend(...fresh.map(row => this.line(row, 'fresh')))
    while (body.childElementCount > shown) body.lastElementChild.remove()
    this.dirty = true
  }

  /** Called with every tick, so that many small messages draw once. */
  tick() {
    if (this.dirty) this.redraw()
  }

  redraw() {
    this.dirty = false
    const { window, count, keys } = this.current
    const by = keys.length > 0 ? `, by ${keys.join(', ')}` : ''
    byId('output-note').textContent = `${window ? `${window}${by}` : 'events as they came'}: ${formatCount(count)} rows so far`
    this.chart.draw(this.current)
  }

  line(row, className = '') {
    const { timeColumn, numeric } = this.current
    return element(
      'tr',
      className,
      ...row.map((value, index) => {
        const text = timeColumn[index] ? formatTime(value) : formatValue(value)
        const cell = element('td', numeric[index] ? 'number' : 'text', text)
        if (text.length > 30) cell.title = text
        return cell
      }),
    )
  }
}

function header(column, numeric) {
  const cell = element('th', numeric ? 'number' : '', column)
  cell.scope = 'col'
  return cell
}
