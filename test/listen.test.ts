import { describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { answerClientErrors } from '../src/http/admission.js'
import { createTexts } from '../src/http/texts.js'
import { limitConnections, SERVER_OPTIONS } from '../src/listen.js'

const CONFIG = {
  keepAliveTimeoutSeconds: 75,
  headersTimeoutSeconds: 1,
  requestTimeoutSeconds: 2,
  maxConnections: 10_000,
}
const SYSTEM = { openFiles: 20_000, memoryMb: 4000 }

async function serve(config = CONFIG, system = SYSTEM) {
  let refused = 0
  const server = createServer(SERVER_OPTIONS, (req, res) => {
    if (req.method === 'GET') res.end('ok')
  })
  answerClientErrors(server, createTexts())
  const warnings = limitConnections(server, config, () => (refused += 1), system)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    warnings,
    open: (request = ''): Socket => {
      const socket = connect(port, '127.0.0.1')
      socket.write(request)
      return socket
    },
    refused: () => refused,
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

describe('the limits of connections', () => {
  it.each([
    ['the headers stop', 'GET / HTTP/1.1\r\nHost: x\r\n'],
    ['nothing is sent', ''],
    ['the body stops', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{'],
  ])('respond 408 and close when %s', async (_when, request) => {
    await using server = await serve()
    // Ends only when the server closes the connection.
    expect(await text(server.open(request))).toContain('HTTP/1.1 408 ')
  })

  it('keep an idle connection for longer than HEADERS_TIMEOUT', async () => {
    await using server = await serve()
    const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
    const idle = server.open(request)
    const [response] = (await once(idle, 'data')) as [Buffer]
    expect(String(response)).toContain('\r\nKeep-Alive: timeout=75\r\n')
    await text(server.open())
    idle.write(request)
    expect(String(await once(idle, 'data'))).toContain('200 OK')
  })

  it('close and count connections beyond MAX_CONNECTIONS, or beyond the descriptors', async () => {
    await using server = await serve(CONFIG, { ...SYSTEM, openFiles: 201 })
    const accepted = server.open('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(accepted, 'data')
    expect(await text(server.open())).toBe('')
    expect(server.refused()).toBe(1)
  })

  it('warn when descriptors or memory are too few for MAX_CONNECTIONS', async () => {
    await using enough = await serve()
    expect(enough.warnings).toEqual([])
    await using few = await serve(CONFIG, { openFiles: 1024, memoryMb: 256 })
    expect(few.warnings).toEqual([
      expect.stringMatching(/MAX_CONNECTIONS: is 10000, but .* only 1024 .* accepts 824\..* 10200/),
      expect.stringMatching(/MAX_CONNECTIONS: is 10000, which may need 450 MB .* only 256 MB/),
    ])
  })
})
