import { describe, expect, it } from '@jest/globals'
import { sendRequest } from './signed-client.js'
import { startEmulatorFixture } from './emulator-fixture.js'

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
