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
  it.each([
    ['NO_DOCUMENT', 'Lay it flat'],
    ['UNHEARD_OF', 'Choose another one'],
  ])(
    'explains %s in plain words and accepts a readable document afterwards',
    async (detail, words) => {
      const { page } = await visit()
      const config = reading(recommend('MUST_TRY_AGAIN', { value: 'USER_ERROR', detail }))
      const { client } = await fixture.open(page, SESSION_SPEC, config)
      await client.chooseDocument('PASSPORT')
      await client.useSpecimen()
      expect(await client.find('reading-failed').innerText()).toContain(words)
      expect(await client.find('attempts-left').innerText()).toBe('You have 1 attempt left.')
      expect(await client.find('continue-anyway').count()).toBe(0)

      await client.click('try-again')
      await client.chooseDocument('PASSPORT')
      await client.useSpecimen()
      await client.find('consent-accept').waitFor()
    },
  )

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
    const worn = recommend('MUST_TRY_AGAIN', { value: 'USER_ERROR', detail: 'POOR_DOC' })
    const { client, id } = await fixture.open(page, SESSION_SPEC, reading(worn, worn))
    await client.chooseDocument('PASSPORT')
    await client.useSpecimen()
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
  it('can be repeated successfully', async () => {
    const { page } = await visit()
    const { client } = await fixture.open(page, FACE_ONLY, liveness('FAIL'))
    await client.useSpecimen()
    expect(await client.find('liveness-failed').innerText()).toContain('even light')
    await client.click('try-again')
    await client.useSpecimen()
    await client.find('finish').waitFor()
  })

  it('continues when no attempt is left, and the checks report it', async () => {
    const { page } = await visit()
    const { client, path } = await fixture.open(
      page,
      FACE_ONLY,
      liveness('FAIL', 'FACE_PROCESSING'),
    )
    await client.useSpecimen()
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
