import { byId, element, formatCount, formatDuration, formatTime, setText } from './format.js'

const shown = 60

/** Late events and dead letters, newest first, with their reasons. */
export class Side {
  reset() {
    this.counts = { late: 0, 'dead-letter': 0 }
    this.reasons = new Map()
    for (const id of ['late-list', 'letter-list', 'reasons']) byId(id).replaceChildren()
    this.add([])
  }

  add(messages) {
    for (const message of messages) {
      this.counts[message.kind]++
      const list = byId(message.kind === 'late' ? 'late-list' : 'letter-list')
      list.prepend(message.kind === 'late' ? lateItem(message) : this.letterItem(message))
      if (list.childElementCount > shown) list.lastElementChild.remove()
    }
    byId('late-empty').hidden = this.counts.late > 0
    byId('letters-empty').hidden = this.counts['dead-letter'] > 0
    setText('late-count', formatCount(this.counts.late))
    setText('letter-count', formatCount(this.counts['dead-letter']))
  }

  letterItem(message) {
    const seen = this.reasons.get(message.code) ?? { count: 0, item: element('li', 'tag bad') }
    if (seen.count === 0) byId('reasons').append(seen.item)
    seen.count++
    seen.item.textContent = `${message.code} ${formatCount(seen.count)}`
    this.reasons.set(message.code, seen)
    const where = message.path === '' ? '' : `${message.path}: `
    const code = element('code', '', message.record)
    code.title = message.record
    return element(
      'li',
      '',
      element('p', 'why', element('span', 'tag bad', message.code), element('span', '', `${where}${message.message}`)),
      code,
    )
  }
}

function lateItem(message) {
  const behind = formatDuration(message.watermark - message.eventTime)
  const code = element('code', '', message.record)
  code.title = message.record
  return element(
    'li',
    '',
    element(
      'p',
      'why',
      element('span', 'tag', `${behind} behind`),
      element('span', '', message.output),
      element('span', 'note', `at ${formatTime(message.eventTime, true)}, watermark ${formatTime(message.watermark, true)}`),
    ),
    code,
  )
}
