import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { uploadFaceCapture } from '../../emulator/test/upload-face-capture.js'
import { waitFor } from '../support/wait-for.js'
import { startClientFixture, type ClientFixture } from './client-fixture.js'
import { useBrowser } from './use-browser.js'

const visit = useBrowser()
let fixture: ClientFixture

beforeAll(async () => {
  fixture = await startClientFixture()
})
afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
})

// The browser’s console tells of each refusal.
const EXPECTED = /409 \(Conflict\)/
const COMPARISON = {
  requested_checks: [
    { type: 'LIVENESS', config: { liveness_type: 'STATIC' } },
    { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
  ],
}

describe('a user who arrives before the reference image', () => {
  it('waits and continues automatically when the image arrives', async () => {
    const { page } = await visit({ expectedProblems: EXPECTED })
    const { client, id, path } = await fixture.open(page, COMPARISON)
    await page.getByRole('heading', { name: 'Waiting for a photo from the company' }).waitFor()
    const countPolls = () =>
      fixture.emulator.requests().filter(({ code }) => code === 'SESSION_NOT_READY').length
    const pollCount = countPolls()
    await waitFor('another poll', () => countPolls() > pollCount)
    expect(await client.find('not-ready').isVisible()).toBe(true)

    await uploadFaceCapture(fixture.signed, path)
    await client.click('consent-accept')
    await client.useSpecimen()
    await client.click('finish')
    await client.find('finished').waitFor()
    expect(fixture.emulator.session(id)?.clientErrors).toEqual([])
  })

  it('sees when the session ends meanwhile', async () => {
    const { page } = await visit({ expectedProblems: EXPECTED })
    const { client, id } = await fixture.open(page, COMPARISON)
    await client.find('not-ready').waitFor()
    await fixture.emulator.control.advanceClock(id, { advanceSeconds: 900 })
    await client.find('error-screen').waitFor()
    expect(await client.find('error-code').innerText()).toContain('2002')
  })
})
