import { describe, expect, it } from '@jest/globals'
import { startEmulator } from '../src/start-emulator.js'
import { sendRequest } from './signed-client.js'
import { startEmulatorFixture } from './emulator-fixture.js'

describe('the emulator', () => {
  it('rejects with the original error when its port is taken', async () => {
    await using world = await startEmulatorFixture()
    const port = Number(new URL(world.emulator.url).port)
    await expect(startEmulator({ port, applications: [] })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })

  it('counts the sockets it accepted and records what it received', async () => {
    await using world = await startEmulatorFixture()
    await world.createSession()
    expect(world.emulator.connections()).toBe(1)
    expect(world.emulator.requests()).toMatchObject([
      {
        method: 'POST',
        path: '/idverify/v1/sessions',
        pattern: '/sessions',
        status: 201,
        digest: 'verified',
      },
    ])
  })

  it('keeps no more requests than the limit', async () => {
    await using world = await startEmulatorFixture({ recordLimit: 2 })
    for (let i = 0; i < 5; i += 1) await world.createSession()
    expect(world.emulator.requests()).toHaveLength(2)
  })
})

describe('the client page', () => {
  it.each(['apiUrl', 'sandboxUrl'] as const)(
    'is served under %s to be framed by any site',
    async (base) => {
      await using world = await startEmulatorFixture()
      const { status, headers, bytes } = await sendRequest(
        `${world.emulator[base]}/web/index.html`,
        {},
      )
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(bytes.toString()).toContain('<main')
      expect(headers.get('x-frame-options')).toBeNull()
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
      expect(policy).not.toMatch(/unsafe|frame-ancestors/)
    },
  )
})
