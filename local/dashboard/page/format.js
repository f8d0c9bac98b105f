const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const fraction = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })

export const byId = id => document.getElementById(id)

export function setText(id, text) {
  const element = byId(id)
  if (element.textContent !== text) element.textContent = text
}

/** An element with a class, text and children. Text is never read as markup. */
export function element(tag, className = '', ...children) {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...children)
  return made
}

export const formatCount = value => whole.format(value)

export function formatNumber(value) {
  if (!Number.isFinite(value)) return String(value)
  return Number.isInteger(value) ? whole.format(value) : fraction.format(value)
}

/** UTC: month, day and minutes; `'seconds'` with seconds; true with the year too. */
export function formatTime(time, withYear = false) {
  if (time === null || time === undefined) return '–'
  const text = new Date(time).toISOString()
  if (withYear === 'seconds') return `${text.slice(5, 10)} ${text.slice(11, 19)}`
  return withYear ? `${text.slice(0, 10)} ${text.slice(11, 19)}` : `${text.slice(5, 10)} ${text.slice(11, 16)}`
}

export function formatDuration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = minutes / 60
  return hours < 48 ? `${fraction.format(Math.round(hours * 10) / 10)} h` : `${fraction.format(Math.round(hours / 2.4) / 10)} days`
}

export function formatBytes(bytes) {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${fraction.format(bytes / 1024)} KB` : `${fraction.format(bytes / 1024 / 1024)} MB`
}

/** A cell's text: lists of {value, count} as `value (count)`. */
export function formatValue(value) {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'number') return formatNumber(value)
  if (Array.isArray(value)) return value.map(formatValue).join(', ')
  if (typeof value === 'object') {
    if ('value' in value && 'count' in value) return `${formatValue(value.value)} (${formatValue(value.count)})`
    return Object.entries(value)
      .map(([name, member]) => `${name}: ${formatValue(member)}`)
      .join(', ')
  }
  return String(value)
}
