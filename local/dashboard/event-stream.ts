import type { ServerResponse } from 'node:http'
import type { Messages } from './messages'

/** Bytes that may wait for a slow page before it is cut off; it connects again by itself and gets the backlog. */
const maxBufferedBytes = 4 * 1024 * 1024

/** Pages at once. */
const maxPages = 32

/** Sends server-sent events to every connected page. */
export class EventStream {
  private readonly pages = new Set<ServerResponse>()

  /** `backlog` gives the messages that bring a new page up to date. */
  constructor(private readonly backlog: () => readonly string[]) {}

  /** Takes over a response; false: too many pages. */
  connect(response: ServerResponse): boolean {
    if (this.pages.size >= maxPages) return false
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'keep-alive' })
    response.write(`retry: 1000\n\n${this.backlog().join('')}`)
    this.pages.add(response)
    response.on('close', () => this.pages.delete(response))
    return true
  }

  send<Name extends keyof Messages>(name: Name, message: Messages[Name]): void {
    const text = encodeMessage(name, message)
    for (const page of this.pages) {
      if (page.writableLength > maxBufferedBytes) {
        this.pages.delete(page)
        page.destroy()
      } else page.write(text)
    }
  }

  close(): void {
    for (const page of this.pages) page.end()
    this.pages.clear()
  }
}

/** One message in the format of server-sent events. JSON holds no line breaks, so one `data` line is enough. */
export function encodeMessage<Name extends keyof Messages>(name: Name, message: Messages[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(message)}\n\n`
}
