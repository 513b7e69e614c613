import { describe, expect, it } from '@jest/globals'
import { uploadFaceCapture } from '../../emulator/test/upload-face-capture.js'
import { waitFor } from '../support/wait-for.js'
import { startClientFixture } from './client-fixture.js'
import { useBrowser } from './use-browser.js'

const visit = useBrowser()
// The browser’s console tells of each refusal.
const EXPECTED = /409 \(Conflict\)/
const COMPARISON = {
  requested_checks: [
    { type: 'LIVENESS', config: { liveness_type: 'STATIC' } },
    { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
  ],
}

describe('a person who comes before the picture that the face is compared with', () => {
  it('waits for it, and is led on by itself', async () => {
    await using world = await startClientFixture()
    const { page } = await visit({ expectedProblems: EXPECTED })
    const { client, id, path } = await world.open(page, COMPARISON)
    await page.getByRole('heading', { name: 'Waiting for a photo from the company' }).waitFor()
    const countLooks = () =>
      world.emulator.requests().filter(({ code }) => code === 'SESSION_NOT_READY').length
    const looks = countLooks()
    await waitFor('the page to ask again', () => countLooks() > looks)
    expect(await client.find('not-ready').isVisible()).toBe(true)

    await uploadFaceCapture(world.signed, path)
    await client.click('consent-accept')
    await client.useSpecimen()
    await client.click('finish')
    await client.find('finished').waitFor()
    expect(world.emulator.session(id)?.clientErrors).toEqual([])
  })

  it('is told when the session ends meanwhile', async () => {
    await using world = await startClientFixture()
    const { page } = await visit({ expectedProblems: EXPECTED })
    const { client, id } = await world.open(page, COMPARISON)
    await client.find('not-ready').waitFor()
    await world.emulator.control.advanceClock(id, { advanceSeconds: 900 })
    await client.find('error-screen').waitFor()
    expect(await client.find('error-code').innerText()).toContain('2002')
  })
})
