import type { Server } from 'node:http'

const attempts = 100

/** Listens on 127.0.0.1, on `first` or the next free port; 0: any. Throws where a hundred ports in a row are taken. */
export async function listenOnFreePort(server: Server, first: number): Promise<number> {
  for (let port = first; port < first + attempts && port <= 65_535; port++) {
    if (await tryToListen(server, port)) {
      const address = server.address()
      return typeof address === 'object' && address !== null ? address.port : port
    }
  }
  throw new Error(`no free port between ${first} and ${first + attempts - 1}: choose another one with --port`)
}

function tryToListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      server.off('listening', listening)
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false)
      else reject(error)
    }
    const listening = (): void => {
      server.off('error', failed)
      resolve(true)
    }
    server.once('error', failed)
    server.once('listening', listening)
    server.listen(port, '127.0.0.1')
  })
}
