import { byId, setText } from './format.js'

const names = { auto: 'Auto', light: 'Light', dark: 'Dark' }
const order = Object.keys(names)
const key = 'streambed-theme'

/** Cycles through the system's scheme, light and dark; `onChange` is called when colors changed. */
export function startTheme(onChange) {
  let current = order.includes(localStorage.getItem(key)) ? localStorage.getItem(key) : 'auto'
  const apply = () => {
    if (current === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = current
    setText('theme-text', names[current])
    byId('theme').setAttribute('aria-label', `Color scheme: ${current === 'auto' ? 'as the system' : current}`)
    onChange()
  }
  const next = () => {
    current = order[(order.indexOf(current) + 1) % order.length]
    localStorage.setItem(key, current)
    apply()
  }
  byId('theme').addEventListener('click', next)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply)
  apply()
  return next
}
