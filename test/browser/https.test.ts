import { describe, expect, it } from '@jest/globals'
import { startSecureServer } from '../support/secure-server.js'
import { findClient } from './client-page.js'
import { useBrowser } from './harness.js'
import { lookAtPictures, pressStart, readOutcome } from './journey.js'

const visit = useBrowser()

describe('a phone in the same network', () => {
  it('shows passport and face to its camera, in a frame, by https', async () => {
    await using server = await startSecureServer()
    const { page, urls } = await visit({ width: 390, acceptCertificates: true })
    await pressStart(page, server)
    await findClient(page).passWithCamera()
    expect(await readOutcome(page)).toBe('APPROVED')
    expect(Math.min(...(await lookAtPictures(page)))).toBeGreaterThan(0)
    expect(urls.filter((url) => !/^(https|blob|data):/.test(url))).toEqual([])
  })
})
