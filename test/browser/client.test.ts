import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { SESSION_SPEC } from '../../emulator/test/session-spec.js'
import { uploadFaceCapture } from '../../emulator/test/upload-face-capture.js'
import { waitFor } from '../support/wait-for.js'
import { createClientPage, type ClientPage } from '../../emulator/src/playwright.js'
import { startClientFixture, type ClientFixture } from './client-fixture.js'
import { useBrowser, type BrowserVisitOptions } from './use-browser.js'

const visit = useBrowser()
let fixture: ClientFixture

beforeAll(async () => {
  fixture = await startClientFixture()
})
afterAll(async () => fixture[Symbol.asyncDispose]())

/** The client in a new browser, on a session that answers as configured. */
async function open(body: object, config: object = {}, options: BrowserVisitOptions = {}) {
  const { page, context } = await visit(options)
  return { page, context, ...(await fixture.open(page, body, config)) }
}

async function capturePassport(client: ClientPage): Promise<void> {
  await client.chooseDocument('PASSPORT')
  await client.useSpecimen()
}

const recommend = (value: string, reason: object, detected: object = {}) => ({
  result: { ...detected, recommendation: { value, reason } },
})
const reading = (...entries: object[]) => ({
  task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: entries },
})
const liveness = (...templates: string[]) => ({
  check_reports: {
    LIVENESS: templates.map((template) => ({ result: { report_template: template } })),
  },
})
const NO_DOCUMENT = recommend('MUST_TRY_AGAIN', { value: 'USER_ERROR', detail: 'NO_DOCUMENT' })
const FACE_ONLY = {
  block_biometric_consent: true,
  requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 2 } }],
}
const LETTER = {
  requested_tasks: [
    { type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'NEVER' } },
  ],
  required_documents: [{ type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } }],
}
const COMPARISON = {
  requested_checks: [
    { type: 'LIVENESS', config: { liveness_type: 'STATIC' } },
    { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
  ],
}
const WITH_UPLOAD = { allowed_capture_methods: 'CAMERA_AND_UPLOAD' }
const configured = (sdk_config: object) => ({ ...SESSION_SPEC, sdk_config })
const asking = (filter: object) => ({
  ...SESSION_SPEC,
  required_documents: [{ type: 'ID_DOCUMENT', filter }],
})
const allowing = (...documents: object[]) =>
  asking({ type: 'DOCUMENT_RESTRICTIONS', inclusion: 'WHITELIST', documents })

describe('an unreadable document', () => {
  it('is explained, and a readable document is accepted afterwards', async () => {
    const { client } = await open(SESSION_SPEC, reading(NO_DOCUMENT))
    await capturePassport(client)
    expect(await client.find('reading-failed').innerText()).toContain('Lay it flat')
    expect(await client.find('attempts-left').innerText()).toBe('You have 1 attempt left.')
    expect(await client.find('continue-anyway').count()).toBe(0)

    await client.click('try-again')
    await capturePassport(client)
    await client.find('consent-accept').waitFor()
  })

  it('continues automatically when another attempt is only recommended and none is left', async () => {
    const attempts = { ID_DOCUMENT_TEXT_DATA_EXTRACTION: { GENERIC: 1 } }
    const { client } = await open(
      configured({ attempts_configuration: attempts }),
      reading(recommend('SHOULD_TRY_AGAIN', { value: 'QUALITY' })),
    )
    await capturePassport(client)
    expect(await client.find('attempts-left').innerText()).toBe('You have no attempts left.')
    expect(await client.find('try-again').count()).toBe(0)
    await client.click('continue-anyway')
    await client.find('consent-accept').waitFor()
  })

  it('ends the client with 4001 when no attempt is left', async () => {
    const unknown = recommend('MUST_TRY_AGAIN', { value: 'USER_ERROR', detail: 'UNHEARD_OF' })
    const { client, id } = await open(SESSION_SPEC, reading(unknown, unknown))
    await capturePassport(client)
    expect(await client.find('reading-failed').innerText()).toContain('Choose another one')
    await client.click('try-again')
    await client.chooseDocument('DRIVING_LICENCE')
    await client.useSpecimen()
    await client.useSpecimen()
    expect(await client.find('error-code').innerText()).toContain('4001')
    expect(fixture.emulator.session(id)?.clientErrors).toEqual([4001])
  })

  it('of another type than selected is reported, and the correct document keeps its type', async () => {
    const detected = { detected_document_type: 'DRIVING_LICENCE' }
    const mistaken = recommend('MUST_TRY_AGAIN', { value: 'USER_ERROR' }, detected)
    const { client, path } = await open(SESSION_SPEC, reading(mistaken))
    await capturePassport(client)
    expect(await client.find('reading-failed').innerText()).toContain(
      'doesn’t look like the document you chose',
    )
    await client.click('try-again')
    await client.chooseDocument('DRIVING_LICENCE')
    await client.useSpecimen()
    await client.useSpecimen()
    await client.find('consent-accept').waitFor()
    expect((await fixture.read(path)).resources.id_documents).toMatchObject([
      { document_type: 'PASSPORT', tasks: [{ state: 'FAILED' }] },
      { document_type: 'DRIVING_LICENCE', tasks: [{ state: 'DONE' }] },
    ])
  })
})

describe('a failed liveness attempt', () => {
  it('continues when no attempt is left, and the checks report it', async () => {
    const { client, path } = await open(FACE_ONLY, liveness('FAIL', 'FACE_PROCESSING'))
    await client.useSpecimen()
    expect(await client.find('liveness-failed').innerText()).toContain('even light')
    await client.click('try-again')
    await client.useSpecimen()
    expect(await client.find('attempts-left').innerText()).toBe('You have no attempts left.')
    await client.click('continue-anyway')
    await client.click('finish')
    await client.find('finished').waitFor()
    const { checks } = await fixture.read(path)
    expect(checks.map(({ report }) => report.recommendation.value)).toEqual(['REJECT', 'REJECT'])
  })

  it('ends an identity profile session with 7002', async () => {
    const profile = { trust_framework: 'UK_TFIDA', scheme: { type: 'RTW' } }
    const body = { ...FACE_ONLY, identity_profile_requirements: profile }
    const { client } = await open(body, liveness('FAIL', 'FAIL'))
    await capturePassport(client)
    await client.useSpecimen()
    await client.click('try-again')
    await client.useSpecimen()
    expect(await client.find('error-code').innerText()).toContain('7002')
  })
})

describe('complete() of the helper for Playwright', () => {
  it('films a face from afar and from near, and resolves to FINISHED', async () => {
    const check = { type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 1 } }
    const { client } = await open({ ...SESSION_SPEC, requested_checks: [check] })
    expect(await client.complete({ picture: 'CAMERA' })).toBe('FINISHED')
    await client.find('finished').waitFor()
  })

  it('rejects with what the page reports about a file, and when files are not allowed', async () => {
    const picture = { file: { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') } }
    const { client, page } = await open(configured(WITH_UPLOAD))
    await expect(client.complete({ picture })).rejects.toThrow(
      'The client page reports: That file cannot be used.',
    )
    await fixture.open(page, SESSION_SPEC)
    await expect(client.complete({ picture })).rejects.toThrow('The session accepts no files.')
  })

  it('resolves to LEFT when the session expires at the last button', async () => {
    const { client, id } = await open(FACE_ONLY, {}, { expectedProblems: /status of 409/ })
    await expect(client.complete({ end: 'EXPIRE' })).rejects.toThrow('needs "expire"')
    const expire = () => fixture.emulator.control.advanceClock(id, { advanceSeconds: 901 })
    expect(await client.complete({ end: 'EXPIRE', expire })).toBe('LEFT')
    expect(await client.find('error-code').innerText()).toContain('2002')
  })

  it('resolves to AWAY when the user must try again but does not', async () => {
    const { client, id } = await open(SESSION_SPEC, reading(NO_DOCUMENT))
    expect(await client.complete({ tryAgain: false })).toBe('AWAY')
    expect(fixture.emulator.session(id)?.state).toBe('ONGOING')
  })
})

describe('the document filter of a session', () => {
  it('limits the countries and documents that the user can select', async () => {
    const { client, page } = await open(
      allowing(
        { country_codes: ['GBR'], document_types: ['PASSPORT', 'DRIVING_LICENCE'] },
        { country_codes: ['JPN'] },
      ),
    )
    const select = client.find('country-select')
    await select.waitFor()
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
    const { client } = await open(
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
    const { client, page, path } = await open(LETTER)
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
})

describe('the appearance of the client', () => {
  it("uses the session's colours, font colour, brand and dark mode", async () => {
    const { client } = await open(
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
    const { client, page } = await open(configured({ locale: 'en-GB' }))
    const select = client.find('country-select')
    const language = () => page.locator('html').getAttribute('lang')
    await select.waitFor()
    expect(await language()).toBe('en-GB')

    await fixture.open(page, configured({ locale: 'fr' }))
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

    const welsh = await open(SESSION_SPEC, {}, { locale: 'cy' })
    await welsh.client.find('country-select').waitFor()
    expect(await welsh.page.locator('html').getAttribute('lang')).toBe('cy')
    expect(await welsh.client.find('continue').innerText()).toBe('Ymlaen')
  })

  it('skips the screens that the session suppresses', async () => {
    const one = allowing({ country_codes: ['GBR'], document_types: ['PASSPORT'] })
    const { client, page } = await open(one)
    const tips = page.getByText('All four corners are in the picture.')
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
    const privacyPolicy = 'https://northbank.example/privacy'
    const { client } = await open(
      configured({ biometric_consent_flow: 'EARLY', privacy_policy_url: privacyPolicy }),
    )
    await client.find('consent-accept').waitFor()
    expect(await client.find('privacy-policy').getAttribute('href')).toBe(privacyPolicy)
  })

  it('is not requested when no face is captured', async () => {
    const { client } = await open({ requested_checks: [{ type: 'ID_DOCUMENT_AUTHENTICITY' }] })
    await capturePassport(client)
    await client.click('finish')
    await client.find('finished').waitFor()
  })
})

describe('a hand-off', () => {
  it('continues on this device automatically when another device has finished', async () => {
    const problems = { expectedProblems: /status of 401/ }
    const { client, context } = await open(configured({ allow_handoff: true }), {}, problems)
    const opened = context.waitForEvent('page')
    await client.click('handoff-address')
    const phone = createClientPage(await opened)
    await phone.complete()
    await phone.find('finished').waitFor()
    await client.find('finished').waitFor()
  })
})

describe('a user who arrives before the reference image', () => {
  // The browser’s console tells of each refusal.
  const problems = { expectedProblems: /409 \(Conflict\)/ }

  it('waits and continues automatically when the image arrives', async () => {
    const { client, page, id, path } = await open(COMPARISON, {}, problems)
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
    const { client, id } = await open(COMPARISON, {}, problems)
    await client.find('not-ready').waitFor()
    await fixture.emulator.control.advanceClock(id, { advanceSeconds: 900 })
    await client.find('error-screen').waitFor()
    expect(await client.find('error-code').innerText()).toContain('2002')
  })
})
