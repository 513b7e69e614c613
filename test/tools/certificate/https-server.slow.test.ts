import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { get } from 'node:https'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { IncomingMessage } from 'node:http'
import { startHttpsServer, type HttpsServer } from '../../support/https-server.js'

const SMOKE_TEST = fileURLToPath(new URL('../../../scripts/walk-journey.ts', import.meta.url))

describe('HTTPS=self-signed', () => {
  let server: HttpsServer
  beforeAll(async () => {
    server = await startHttpsServer()
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
  })

  it('serves the journey and Yoti’s notifications over https', async () => {
    const walk = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), SMOKE_TEST, server.baseUrl],
      {
        env: {
          PATH: process.env.PATH,
          TSX_TSCONFIG_PATH: process.env.TSX_TSCONFIG_PATH,
          NODE_EXTRA_CA_CERTS: server.certificateFile,
        },
      },
    )
    const [said, problems] = await Promise.all([
      text(walk.stdout),
      text(walk.stderr),
      once(walk, 'close'),
    ])
    expect(problems).toBe('')
    expect(said).toContain('approved')

    const ca = readFileSync(server.certificateFile, 'utf8')
    const read = async (path: string) => {
      const [answer] = (await once(get(server.baseUrl + path, { ca }), 'response')) as [
        IncomingMessage,
      ]
      return { headers: answer.headers, body: await text(answer) }
    }
    const { headers } = await read('/')
    expect(headers['set-cookie']?.join()).toMatch(/^__Host-owner=.*Secure/)
    expect(headers['strict-transport-security']).toBeUndefined()
    expect((await read('/metrics')).body).toMatch(/notifications_total\{result="accepted"\} [1-9]/)
    await expect(once(get(server.baseUrl), 'response')).rejects.toThrow(/self-signed|certificate/)
  })

  it('prints what to open, the browser’s warning and what to do', () => {
    expect(server.output).toContain(`1. Open ${server.baseUrl}.`)
    expect(server.output).toContain('Continue anyway')
    expect(server.output).toMatch(/2\. Open https:\/\/\S+:\d+\/idverify\/v1\/web\/index\.html/)
    expect(server.output).toMatch(/([0-9A-F]{2}:){31}[0-9A-F]{2}/)
  })
})
