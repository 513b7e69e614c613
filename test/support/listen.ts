import type { Express } from 'express'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

/** Listens on a free port until disposed of. */
export async function listen(app: Express) {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
