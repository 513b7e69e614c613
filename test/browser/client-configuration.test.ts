import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { SESSION_SPEC } from '../../emulator/test/session-spec.js'
import { uploadFaceCapture } from '../../emulator/test/upload-face-capture.js'
import { waitFor } from '../support/wait-for.js'
import { createClientPage } from '../../emulator/src/playwright.js'
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

const LETTER = {
  requested_tasks: [
    { type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'NEVER' } },
  ],
  required_documents: [{ type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } }],
}
const asking = (filter: object) => ({
  ...SESSION_SPEC,
  required_documents: [{ type: 'ID_DOCUMENT', filter }],
})
const configured = (sdk_config: object) => ({ ...SESSION_SPEC, sdk_config })

describe('the document filter of a session', () => {
  it('limits the countries and documents that the user can select', async () => {
    const { page } = await visit()
    const { client } = await fixture.open(
      page,
      asking({
        type: 'DOCUMENT_RESTRICTIONS',
        inclusion: 'WHITELIST',
        documents: [
          { country_codes: ['GBR'], document_types: ['PASSPORT', 'DRIVING_LICENCE'] },
          { country_codes: ['JPN'] },
        ],
      }),
    )
    const select = client.find('country-select')
    expect(await select.locator('option').allInnerTexts()).toEqual([
      'Choose a country',
      'Japan',
      'United Kingdom',
    ])
    await select.selectOption('GBR')
    expect(await page.getByRole('radio').count()).toBe(2)
    await select.selectOption('JPN')
    expect(await page.getByRole('radio').count()).toBe(1)
  })

  it('offers documents in other scripts when they are allowed', async () => {
    const { page } = await visit()
    const { client } = await fixture.open(
      page,
      asking({
        type: 'ORTHOGONAL_RESTRICTIONS',
        country_restriction: { inclusion: 'WHITELIST', country_codes: ['JPN'] },
        allow_non_latin_documents: true,
      }),
    )
    await client.find('document-type-DRIVING_LICENCE').waitFor()
    expect(await client.find('country-select').inputValue()).toBe('JPN')
  })
})

describe('a supplementary document', () => {
  it('is captured page by page', async () => {
    const { page } = await visit()
    const { client, path } = await fixture.open(page, LETTER)
    await client.chooseDocument('UTILITY_BILL')
    await client.click('use-specimen')
    await client.click('add-page')
    await page.getByRole('heading', { name: 'Page 2 of your utility bill' }).waitFor()
    await client.useSpecimen()
    await client.click('finish')
    await client.find('finished').waitFor()
    const [letter] = (await fixture.read(path)).resources.supplementary_documents
    expect(letter?.pages.map(({ media }) => media.type)).toEqual(['IMAGE', 'IMAGE'])
    expect(letter?.tasks[0]?.state).toBe('DONE')
  })

  it('can be one PDF when files are allowed', async () => {
    const { page } = await visit()
    const file = join(tmpdir(), `letter-${process.pid}.pdf`)
    await writeFile(file, '%PDF-1.7 a letter')
    const { client, path } = await fixture.open(page, {
      ...LETTER,
      sdk_config: { allowed_capture_methods: 'CAMERA_AND_UPLOAD' },
    })
    await client.chooseDocument('BANK_STATEMENT')
    await client.find('file-upload').setInputFiles(file)
    expect(await client.find('add-page').count()).toBe(0)
    await client.click('confirm-picture')
    await client.find('finish').waitFor()
    const [letter] = (await fixture.read(path)).resources.supplementary_documents
    expect([letter?.pages, letter?.file.media.type]).toEqual([[], 'PDF'])
  })
})

describe('the appearance of the client', () => {
  it("uses the session's colours, font colour, brand and dark mode", async () => {
    const { page } = await visit()
    const { client } = await fixture.open(
      page,
      configured({
        primary_colour: '#104020',
        secondary_colour: '#400010',
        font_colour: '#fafad2',
        primary_colour_dark_mode: '#204060',
        dark_mode: 'ON',
        brand_id: 'brand-7',
        preset_issuing_country: 'IRL',
      }),
    )
    const style = (testId: string, property: string) =>
      client
        .find(testId)
        .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
    expect(await client.find('country-select').inputValue()).toBe('IRL')
    expect(await style('continue', 'background-color')).toBe('rgb(32, 64, 96)')
    expect(await style('continue', 'color')).toBe('rgb(250, 250, 210)')
    expect(await style('continue', 'color-scheme')).toBe('dark')
    expect(await client.find('brand').innerText()).toBe('Brand brand-7')
    await client.chooseDocument('PASSPORT', 'IRL')
    expect(await style('use-specimen', 'background-color')).toBe('rgb(64, 0, 16)')
  })

  it("speaks the session's language, or else the browser's, and says so if it has no texts in it", async () => {
    const { page } = await visit()
    const language = () => page.locator('html').getAttribute('lang')
    const { client } = await fixture.open(page, configured({ locale: 'en-GB' }))
    await client.find('country-select').waitFor()
    expect(await language()).toBe('en-GB')

    await fixture.open(page, configured({ locale: 'fr' }))
    const select = client.find('country-select')
    const kingdom = select.locator('option[value="GBR"]')
    await select.waitFor()
    expect(await language()).toBe('fr')
    expect(await kingdom.innerText()).toBe('Royaume-Uni')
    expect(await client.find('continue').innerText()).toBe('Continuer')
    expect(await client.find('leave-menu-open').innerText()).toBe('Quitter avec une erreur')
    expect(await client.find('leave-error-3002').textContent()).toContain('connexion')
    expect(await client.find('language').count()).toBe(0)

    await fixture.open(page, configured({ locale: 'it' }))
    await select.waitFor()
    expect(await language()).toBe('en-US')
    expect(await client.find('language').innerText()).toContain('Italian')

    await fixture.open(page, configured({ locale: 'no_such_language' }))
    await kingdom.waitFor({ state: 'attached' })
    expect(await client.find('language').innerText()).toContain('no_such_language')

    const welsh = await visit({ locale: 'cy' })
    const { client: inWelsh } = await fixture.open(welsh.page, SESSION_SPEC)
    await inWelsh.find('country-select').waitFor()
    expect(await welsh.page.locator('html').getAttribute('lang')).toBe('cy')
    expect(await inWelsh.find('continue').innerText()).toBe('Ymlaen')
  })

  it('skips the screens that the session suppresses', async () => {
    const { page } = await visit()
    const one = asking({
      type: 'DOCUMENT_RESTRICTIONS',
      inclusion: 'WHITELIST',
      documents: [{ country_codes: ['GBR'], document_types: ['PASSPORT'] }],
    })
    const tips = page.getByText('All four corners are in the picture.')
    const { client } = await fixture.open(page, one)
    await client.click('continue')
    await tips.waitFor()

    const suppressed_screens = ['ID_DOCUMENT_REQUIREMENTS', 'ID_DOCUMENT_EDUCATION']
    await fixture.open(page, { ...one, sdk_config: { suppressed_screens } })
    await client.find('use-specimen').waitFor()
    expect(await tips.count()).toBe(0)
  })
})

describe('consent', () => {
  it('is requested first when the session requests it early, with a link to the privacy policy', async () => {
    const { page } = await visit()
    const privacyPolicy = 'https://northbank.example/privacy'
    const { client } = await fixture.open(
      page,
      configured({ biometric_consent_flow: 'EARLY', privacy_policy_url: privacyPolicy }),
    )
    await client.find('consent-accept').waitFor()
    expect(await client.find('privacy-policy').getAttribute('href')).toBe(privacyPolicy)
  })

  it('is not requested when no face is captured', async () => {
    const { page } = await visit()
    const { client } = await fixture.open(page, {
      requested_checks: [{ type: 'ID_DOCUMENT_AUTHENTICITY' }],
    })
    await client.chooseDocument('PASSPORT')
    await client.useSpecimen()
    await client.click('finish')
    await client.find('finished').waitFor()
  })
})

describe('a hand-off', () => {
  it('continues on this device automatically when another device has finished', async () => {
    const { page, context } = await visit({ expectedProblems: /status of 401/ })
    const { client } = await fixture.open(page, configured({ allow_handoff: true }))
    const opened = context.waitForEvent('page')
    await client.click('handoff-address')
    const phone = createClientPage(await opened)
    await phone.complete()
    await phone.find('finished').waitFor()
    await client.find('finished').waitFor()
  })
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
