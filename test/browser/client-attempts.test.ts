import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { SESSION_SPEC } from '../../emulator/test/session-spec.js'
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
const FACE_ONLY = {
  block_biometric_consent: true,
  requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 2 } }],
}

describe('an unreadable document', () => {
  it('is explained, and a readable document is accepted afterwards', async () => {
    const { page } = await visit()
    const missing = recommend('MUST_TRY_AGAIN', { value: 'USER_ERROR', detail: 'NO_DOCUMENT' })
    const { client } = await fixture.open(page, SESSION_SPEC, reading(missing))
    await client.chooseDocument('PASSPORT')
    await client.useSpecimen()
    expect(await client.find('reading-failed').innerText()).toContain('Lay it flat')
    expect(await client.find('attempts-left').innerText()).toBe('You have 1 attempt left.')
    expect(await client.find('continue-anyway').count()).toBe(0)

    await client.click('try-again')
    await client.chooseDocument('PASSPORT')
    await client.useSpecimen()
    await client.find('consent-accept').waitFor()
  })

  it('continues automatically when another attempt is only recommended and none is left', async () => {
    const { page } = await visit()
    const { client } = await fixture.open(
      page,
      {
        ...SESSION_SPEC,
        sdk_config: {
          attempts_configuration: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: { GENERIC: 1 } },
        },
      },
      reading(recommend('SHOULD_TRY_AGAIN', { value: 'QUALITY' })),
    )
    await client.chooseDocument('PASSPORT')
    await client.useSpecimen()
    expect(await client.find('attempts-left').innerText()).toBe('You have no attempts left.')
    expect(await client.find('try-again').count()).toBe(0)
    await client.click('continue-anyway')
    await client.find('consent-accept').waitFor()
  })

  it('ends the client with 4001 when no attempt is left', async () => {
    const { page } = await visit()
    const unknown = recommend('MUST_TRY_AGAIN', { value: 'USER_ERROR', detail: 'UNHEARD_OF' })
    const { client, id } = await fixture.open(page, SESSION_SPEC, reading(unknown, unknown))
    await client.chooseDocument('PASSPORT')
    await client.useSpecimen()
    expect(await client.find('reading-failed').innerText()).toContain('Choose another one')
    await client.click('try-again')
    await client.chooseDocument('DRIVING_LICENCE')
    await client.useSpecimen()
    await client.useSpecimen()
    expect(await client.find('error-code').innerText()).toContain('4001')
    expect(fixture.emulator.session(id)?.clientErrors).toEqual([4001])
  })
})

describe('a document of another type than selected', () => {
  it('is reported, and the correct document keeps its type', async () => {
    const { page } = await visit()
    const mistaken = recommend(
      'MUST_TRY_AGAIN',
      { value: 'USER_ERROR' },
      { detected_document_type: 'DRIVING_LICENCE' },
    )
    const { client, path } = await fixture.open(page, SESSION_SPEC, reading(mistaken))
    await client.chooseDocument('PASSPORT')
    await client.useSpecimen()
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
    const { page } = await visit()
    const { client, path } = await fixture.open(
      page,
      FACE_ONLY,
      liveness('FAIL', 'FACE_PROCESSING'),
    )
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
    const { page } = await visit()
    const { client } = await fixture.open(
      page,
      {
        ...FACE_ONLY,
        identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme: { type: 'RTW' } },
      },
      liveness('FAIL', 'FAIL'),
    )
    await client.chooseDocument('PASSPORT')
    await client.useSpecimen()
    await client.useSpecimen()
    await client.click('try-again')
    await client.useSpecimen()
    expect(await client.find('error-code').innerText()).toContain('7002')
  })
})

describe('complete() of the helper for Playwright', () => {
  it('films a face from afar and from near, and resolves to FINISHED', async () => {
    const { page } = await visit()
    const { client } = await fixture.open(page, {
      ...SESSION_SPEC,
      requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 1 } }],
    })
    expect(await client.complete({ picture: 'CAMERA' })).toBe('FINISHED')
    await client.find('finished').waitFor()
  })

  it('rejects with what the page reports about a file, and when files are not allowed', async () => {
    const { page } = await visit()
    const picture = { file: { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') } }
    const { client } = await fixture.open(page, {
      ...SESSION_SPEC,
      sdk_config: { allowed_capture_methods: 'CAMERA_AND_UPLOAD' },
    })
    await expect(client.complete({ picture })).rejects.toThrow(
      'The client page reports: That file cannot be used.',
    )
    await fixture.open(page, SESSION_SPEC)
    await expect(client.complete({ picture })).rejects.toThrow('The session accepts no files.')
  })

  it('resolves to LEFT when the session expires at the last button', async () => {
    const { page } = await visit({ expectedProblems: /status of 409/ })
    const { client, id } = await fixture.open(page, FACE_ONLY)
    await expect(client.complete({ end: 'EXPIRE' })).rejects.toThrow('needs "expire"')
    const expire = () => fixture.emulator.control.advanceClock(id, { advanceSeconds: 901 })
    expect(await client.complete({ end: 'EXPIRE', expire })).toBe('LEFT')
    expect(await client.find('error-code').innerText()).toContain('2002')
  })

  it('resolves to AWAY when the user must try again but does not', async () => {
    const { page } = await visit()
    const missing = recommend('MUST_TRY_AGAIN', { value: 'USER_ERROR', detail: 'NO_DOCUMENT' })
    const { client, id } = await fixture.open(page, SESSION_SPEC, reading(missing))
    expect(await client.complete({ tryAgain: false })).toBe('AWAY')
    expect(fixture.emulator.session(id)?.state).toBe('ONGOING')
  })
})
