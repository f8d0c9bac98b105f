import { byId, element, formatBytes, formatCount } from './format.js'

const shown = 40

/** The versions of the Delta tables: each is one commit of the worker. */
export class Versions {
  start(hello) {
    this.cards = new Map(
      hello.outputs.map(output => {
        const rows = element('span', '', '0 rows')
        const version = element('span', 'version', '–')
        const card = element('div', 'table-card', element('b', '', output.name), rows, version)
        return [output.name, { rows, version, card }]
      }),
    )
    byId('tables').replaceChildren(...[...this.cards.values()].map(entry => entry.card))
    byId('version-list').replaceChildren()
  }

  tick(message) {
    let files = 0
    for (const output of message.outputs) {
      const entry = this.cards.get(output.name)
      entry.rows.textContent = `${formatCount(output.rows)} rows in ${formatCount(output.files)} files`
      entry.version.textContent = `v${output.version}`
      files += output.files
    }
    byId('versions-note').textContent = `${formatCount(files)} Parquet files`
  }

  add(message) {
    const list = byId('version-list')
    const time = element('time', '', new Date(message.at).toLocaleTimeString('en-GB'))
    list.prepend(
      element(
        'li',
        '',
        time,
        element('b', '', `${message.output} v${message.version}`),
        element('span', '', `${formatCount(message.rows)} rows, ${formatBytes(message.bytes)}`),
      ),
    )
    if (list.childElementCount > shown) list.lastElementChild.remove()
  }
}
