import { describe, expect, it } from '@jest/globals'
import { first } from './response-json.js'
import { requireIdDocument, restrictDocuments, SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

const ANY = { type: 'ORTHOGONAL_RESTRICTIONS' }
const EXPIRED = { ...ANY, allow_expired_documents: true }
const asking = (filter: object) => ({ ...SESSION_SPEC, ...requireIdDocument(filter) })
const read = (...results: object[]) => ({
  task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: results },
})
const fields = (expirationDate: string) => ({
  result: { document_fields: { full_name: 'Ada Example', expiration_date: expirationDate } },
})
const isExpired = {
  value: 'MUST_TRY_AGAIN',
  reason: { value: 'USER_ERROR', detail: 'DOCUMENT_IS_EXPIRED' },
}

async function startSession(body: object, config: object) {
  const world = await startEmulatorFixture()
  const session = await world.createSession(body)
  await world.configure(config, session.path)
  return {
    ...world,
    ...session,
    async complete() {
      await session.endUser.captureLiveness()
      await session.endUser.finish()
      await world.clock.advance(60_000)
      return (await world.signed('GET', session.path)).json
    },
    [Symbol.asyncDispose]: () => world.emulator.close(),
  }
}

describe('an expired document', () => {
  it.each([
    ['the template', { result_template: 'DOCUMENT_IS_EXPIRED' }],
    ['its date', fields('2020-02-29')],
  ])('is rejected by %s and uses up an attempt', async (_how, entry) => {
    await using world = await startSession(asking(ANY), read(entry))
    expect((await world.endUser.captureDocument()).json).toEqual({
      state: 'FAILED',
      recommendation: isExpired,
      attempts_remaining: { GENERIC: 1, RECLASSIFICATION: 2 },
    })
    const { resources } = (await world.signed('GET', world.path)).json
    expect(first(resources.id_documents)).not.toHaveProperty('document_fields')
    expect((await world.endUser.captureDocument()).json.recommendation.value).toBe('PROGRESS')
  })

  it.each([
    ['the template', { result_template: 'DOCUMENT_IS_EXPIRED' }],
    ['its date', fields('2020-02-29')],
  ])('is accepted by %s and approved when the session allows it', async (_how, entry) => {
    await using world = await startSession(asking(EXPIRED), read(entry))
    expect((await world.endUser.captureDocument()).json.recommendation.value).toBe('PROGRESS')
    const { checks, resources } = await world.complete()
    const media = first(resources.id_documents).document_fields.media.id
    const text = await world.signed('GET', `${world.path}/media/${media}/content`)
    const { expiration_date: date } = text.json as unknown as { expiration_date: string }
    expect(Date.parse(date)).toBeLessThan(world.clock.now())
    const { recommendation, breakdown } = first(
      checks.filter(({ type }) => type === 'ID_DOCUMENT_AUTHENTICITY'),
    ).report
    expect(recommendation).toEqual({ value: 'APPROVE' })
    expect(breakdown.find(({ sub_check: name }) => name === 'document_in_date')?.result).toBe(
      'FAIL',
    )
  })

  it('that was accepted anyway is rejected by the authenticity check', async () => {
    const { result } = fields('2020-02-29')
    await using world = await startSession(
      asking(ANY),
      read({ result: { ...result, recommendation: { value: 'PROGRESS' } } }),
    )
    await world.endUser.captureDocument()
    const { checks } = await world.complete()
    expect(
      first(checks.filter(({ type }) => type === 'ID_DOCUMENT_AUTHENTICITY')).report.recommendation,
    ).toEqual({ value: 'REJECT', reason: 'EXPIRED_DOCUMENT' })
  })
})

describe('another document than the one chosen', () => {
  const detected = (country: string, type: string, recommendation?: object) => ({
    result: {
      detected_country: country,
      detected_document_type: type,
      document_fields: { full_name: 'Ada Example' },
      ...(recommendation && { recommendation }),
    },
  })

  it('is stored as the detected type', async () => {
    await using world = await startSession(SESSION_SPEC, read(detected('IRL', 'DRIVING_LICENCE')))
    await world.endUser.captureDocument()
    const { resources } = (await world.signed('GET', world.path)).json
    expect(resources.id_documents).toMatchObject([
      { issuing_country: 'IRL', document_type: 'DRIVING_LICENCE' },
    ])
  })

  it('is rejected when the session does not accept it, and uses a RECLASSIFICATION attempt', async () => {
    await using world = await startSession(
      asking(
        restrictDocuments('WHITELIST', { country_codes: ['GBR'], document_types: ['PASSPORT'] }),
      ),
      read(detected('GBR', 'DRIVING_LICENCE')),
    )
    expect((await world.endUser.captureDocument()).json).toMatchObject({
      recommendation: { value: 'MUST_TRY_AGAIN', reason: { value: 'USER_ERROR' } },
      attempts_remaining: { GENERIC: 2, RECLASSIFICATION: 1 },
    })
    expect((await world.endUser.captureDocument()).json.recommendation.value).toBe('PROGRESS')
  })
})

describe('the attempts of a requirement', () => {
  it('match the session, and no resource is accepted when none is left', async () => {
    await using world = await startSession(
      {
        ...SESSION_SPEC,
        sdk_config: {
          attempts_configuration: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: { GENERIC: 1 } },
        },
      },
      read({ result_template: 'UNSUPPORTED_DOCUMENT' }),
    )
    expect((await world.endUser.captureDocument()).json.attempts_remaining).toMatchObject({
      GENERIC: 0,
    })
    expect(await world.endUser.chooseDocument()).toMatchObject({
      status: 409,
      json: { code: 'REQUIREMENT_LOCKED' },
    })
  })
})
