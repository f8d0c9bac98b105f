import { createServer, request } from 'node:http'
import { EventStream } from '../../local/dashboard/event-stream'
import { listenOnFreePort } from '../../local/dashboard/port'
import { type Dashboard, startDashboard } from '../../local/dashboard/server'

let dashboard: Dashboard
let pressed = 0
beforeAll(async () => {
  const stream = new EventStream(() => ['event: hello\ndata: {}\n\n'])
  dashboard = await startDashboard({ port: 45_117, stream, actions: new Map([['/crash', () => void pressed++]]) })
})
afterAll(() => dashboard.close())

interface Answer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

function ask(path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: dashboard.port, path, method, headers }, response => {
      let body = ''
      response.on('data', chunk => {
        body += String(chunk)
        if (path === '/events') response.destroy()
      })
      response.on('close', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

const tokenOf = (page: Answer): string => /name="streambed-token" content="([\w-]{20,})"/.exec(page.body)?.[1] ?? ''

test('serves the page and all that it asks for, from here only', async () => {
  const page = await ask('/')
  expect(page.status).toBe(200)
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(tokenOf(page)).not.toBe('')
  const parts = [...page.body.matchAll(/(?:src|href)="([^"#]+)"/g)].map(match => match[1])
  expect(parts).toContain('/app.js')
  const seen = new Set(parts)
  for (const part of seen) {
    expect(part).toMatch(/^\//)
    const answer = await ask(part)
    expect([part, answer.status]).toEqual([part, 200])
    const imports = part === '/uPlot.esm.js' ? [] : [...answer.body.matchAll(/from '([^']+)'/g)].map(match => match[1])
    for (const imported of imports) seen.add(imported.replace(/^\.\//, '/'))
  }
  expect(seen.has('/uPlot.esm.js')).toBe(true)
})

test('gives the backlog as server-sent events', async () => {
  const answer = await ask('/events')
  expect(answer.headers['content-type']).toContain('text/event-stream')
  expect(answer.body).toContain('event: hello\ndata: {}\n\n')
})

test('a button works with the token of the page, from the page', async () => {
  const token = tokenOf(await ask('/'))
  const before = pressed
  expect((await ask('/crash', 'POST', { 'x-streambed-token': token })).status).toBe(204)
  expect((await ask('/crash', 'POST', { 'x-streambed-token': token, origin: dashboard.url })).status).toBe(204)
  expect(pressed).toBe(before + 2)
})

test.each([
  ['no token', '/crash', 'POST', {}, 403],
  ['a wrong token', '/crash', 'POST', { 'x-streambed-token': 'x'.repeat(32) }, 403],
  ['another origin', '/crash', 'POST', { origin: 'http://evil.example' }, 403],
  ['another host (DNS rebinding)', '/', 'GET', { host: 'evil.example' }, 421],
  ['another host that looks alike', '/', 'GET', { host: '127.0.0.1.evil.example' }, 421],
  ['an unknown action', '/format-disk', 'POST', {}, 404],
  ['another method', '/', 'DELETE', {}, 405],
  ['a file beside the page', '/../server.ts', 'GET', {}, 404],
  ['a property of every object', '/__proto__', 'GET', {}, 404],
])('refuses %s', async (_name, path, method, headers, status) => {
  const before = pressed
  expect((await ask(path, method, headers)).status).toBe(status)
  expect(pressed).toBe(before)
})

test('takes the next port where one is taken', async () => {
  const server = createServer()
  const port = await listenOnFreePort(server, dashboard.port)
  expect(port).toBeGreaterThan(dashboard.port)
  await new Promise(resolve => server.close(resolve))
})
