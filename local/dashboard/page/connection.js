/** Listens to the server; it connects again by itself. A new connection begins with `hello`, after which everything is told anew. */
export function connect(handlers, onLost) {
  const source = new EventSource('/events')
  for (const [name, handle] of Object.entries(handlers)) source.addEventListener(name, event => handle(JSON.parse(event.data)))
  source.addEventListener('error', onLost)
}

const token = document.querySelector('meta[name="streambed-token"]').content

/** Presses one of the server's buttons; throws with the server's words where it refuses. */
export async function press(path) {
  const response = await fetch(path, { method: 'POST', headers: { 'x-streambed-token': token } })
  if (!response.ok) throw new Error(await response.text())
}
