import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { loadAssets } from './assets'
import type { EventStream } from './event-stream'
import { listenOnFreePort } from './port'

/** Nothing from outside, no inline code, no frames. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

export interface DashboardOptions {
  /** The port that is tried first; where it is taken, the next free one. */
  readonly port: number
  readonly stream: EventStream
  /** What a button does, by its name. */
  readonly actions: ReadonlyMap<string, () => void>
}

export interface Dashboard {
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/**
 * Serves the page on 127.0.0.1 only. A page of another site can neither read it (the host header must be a loopback name, against DNS rebinding)
 * nor press its buttons (a POST needs the token that only this page holds, and must come from the same origin).
 */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const assets = loadAssets()
  const token = randomBytes(24).toString('base64url')
  const index = Buffer.from((assets.get('/')?.bytes ?? Buffer.alloc(0)).toString('utf8').replace('{{token}}', token))
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const refusal = refusalOf(request, token, options.actions)
    const path = pathOf(request)
    const asset = assets.get(path)
    if (refusal !== undefined) refuse(response, refusal)
    else if (request.method === 'POST') {
      request.resume()
      options.actions.get(path)?.()
      response.writeHead(204).end()
    } else if (path === '/events') {
      if (!options.stream.connect(response)) refuse(response, { status: 503, message: 'too many pages are open' })
    } else if (asset === undefined) refuse(response, { status: 404, message: 'there is no such page' })
    else {
      const body = path === '/' ? index : asset.bytes
      response.writeHead(200, { 'content-type': asset.type, 'content-length': body.length })
      response.end(request.method === 'HEAD' ? undefined : body)
    }
  })
  const port = await listenOnFreePort(server, options.port)
  return { url: `http://127.0.0.1:${port}`, port, close: () => close(server, options.stream) }
}

interface Refusal {
  readonly status: number
  readonly message: string
}

function refusalOf(request: IncomingMessage, token: string, actions: ReadonlyMap<string, () => void>): Refusal | undefined {
  const { host, origin } = request.headers
  if (!isLoopbackHost(host)) return { status: 421, message: 'this page answers only to 127.0.0.1 and localhost' }
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  if (request.method !== 'POST') return { status: 405, message: 'only GET and POST are answered' }
  if (!actions.has(pathOf(request))) return { status: 404, message: 'there is no such action' }
  if (origin !== undefined && origin !== `http://${host}`) return { status: 403, message: 'the request comes from another origin' }
  if (!sameToken(request.headers['x-streambed-token'], token)) {
    return { status: 403, message: 'the token is missing or wrong: reload the page' }
  }
  return undefined
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0]
}

function sameToken(got: string | readonly string[] | undefined, wanted: string): boolean {
  if (typeof got !== 'string' || got.length !== wanted.length) return false
  const bytes = Buffer.from(got)
  return bytes.length === wanted.length && timingSafeEqual(bytes, Buffer.from(wanted))
}

function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/.test(host)
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${refusal.message}\n`)
}

async function close(server: Server, stream: EventStream): Promise<void> {
  stream.close()
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
