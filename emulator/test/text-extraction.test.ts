import { afterAll, describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first } from './response-json.js'
import { requireIdDocument, restrictDocuments, SESSION_SPEC } from './session-spec.js'

const world = await startEmulatorFixture()

const ANY = { type: 'ORTHOGONAL_RESTRICTIONS' }
const document_fields = { full_name: 'Ada Example', expiration_date: '2020-02-29' }
const PROGRESS = { value: 'PROGRESS' }
const ACCEPTED = { result: { document_fields, recommendation: PROGRESS } }
const EXPIRED: [string, object][] = [
  ['the template', { result_template: 'DOCUMENT_IS_EXPIRED' }],
  ['its date', { result: { document_fields } }],
]

afterAll(() => world.emulator.close())

/** A session whose first document has this result. */
async function startSession(entry: object, filter: object = ANY, spec: object = {}) {
  const session = await world.createSession({
    ...{ ...SESSION_SPEC, ...requireIdDocument(filter), ...spec },
  })
  const results = { task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: [entry] } }
  await world.configure(results, session.path)
  const { json: attempt } = await session.endUser.captureDocument()
  const read = async () => (await world.signed('GET', session.path)).json
  return { ...session, attempt, read }
}

type Started = Awaited<ReturnType<typeof startSession>>

async function readAuthenticity({ endUser, read }: Started) {
  await endUser.captureLiveness()
  await endUser.finish()
  await world.clock.advance(60_000)
  const { checks } = await read()
  return first(checks.filter(({ type }) => type === 'ID_DOCUMENT_AUTHENTICITY')).report
}

describe('an expired document', () => {
  it.each(EXPIRED)('is rejected by %s and uses up an attempt', async (_how, entry) => {
    const { attempt, read, endUser } = await startSession(entry)
    expect(attempt).toEqual({
      state: 'FAILED',
      recommendation: {
        value: 'MUST_TRY_AGAIN',
        reason: { value: 'USER_ERROR', detail: 'DOCUMENT_IS_EXPIRED' },
      },
      attempts_remaining: { GENERIC: 1, RECLASSIFICATION: 2 },
    })
    const { resources } = await read()
    expect(first(resources.id_documents)).not.toHaveProperty('document_fields')
    expect((await endUser.captureDocument()).json.recommendation).toEqual(PROGRESS)
  })

  it.each(EXPIRED)('is accepted by %s and approved if allowed', async (_how, entry) => {
    const session = await startSession(entry, { ...ANY, allow_expired_documents: true })
    expect(session.attempt.recommendation).toEqual(PROGRESS)
    const { recommendation, breakdown } = await readAuthenticity(session)
    expect(recommendation).toEqual({ value: 'APPROVE' })
    expect(breakdown).toContainEqual(
      expect.objectContaining({ sub_check: 'document_in_date', result: 'FAIL' }),
    )
    const { id_documents: documents } = (await session.read()).resources
    const media = first(documents).document_fields.media.id
    const text = await world.signed('GET', `${session.path}/media/${media}/content`)
    const { expiration_date: date } = text.json as unknown as { expiration_date: string }
    expect(Date.parse(date)).toBeLessThan(world.clock.now())
  })

  it('that was accepted anyway is rejected by the authenticity check', async () => {
    const { recommendation } = await readAuthenticity(await startSession(ACCEPTED))
    expect(recommendation).toEqual({ value: 'REJECT', reason: 'EXPIRED_DOCUMENT' })
  })
})

describe('another document than the one chosen', () => {
  const detect = (country: string, type: string) => ({
    result: { detected_country: country, detected_document_type: type },
  })

  it('is stored as the detected type', async () => {
    const { read } = await startSession(detect('IRL', 'DRIVING_LICENCE'))
    expect((await read()).resources.id_documents).toMatchObject([
      { issuing_country: 'IRL', document_type: 'DRIVING_LICENCE' },
    ])
  })

  it('is rejected when the session does not accept it, and uses a RECLASSIFICATION attempt', async () => {
    const passport = { country_codes: ['GBR'], document_types: ['PASSPORT'] }
    const filter = restrictDocuments('WHITELIST', passport)
    const { attempt, endUser } = await startSession(detect('GBR', 'DRIVING_LICENCE'), filter)
    expect(attempt).toMatchObject({
      recommendation: { value: 'MUST_TRY_AGAIN', reason: { value: 'USER_ERROR' } },
      attempts_remaining: { GENERIC: 2, RECLASSIFICATION: 1 },
    })
    expect((await endUser.captureDocument()).json.recommendation).toEqual(PROGRESS)
  })
})

it('the attempts match the session, and no resource is accepted when none is left', async () => {
  const attempts = { ID_DOCUMENT_TEXT_DATA_EXTRACTION: { GENERIC: 1 } }
  const spec = { sdk_config: { attempts_configuration: attempts } }
  const unsupported = { result_template: 'UNSUPPORTED_DOCUMENT' }
  const { attempt, endUser } = await startSession(unsupported, ANY, spec)
  expect(attempt.attempts_remaining).toMatchObject({ GENERIC: 0 })
  expect(await endUser.chooseDocument()).toMatchObject({
    status: 409,
    json: { code: 'REQUIREMENT_LOCKED' },
  })
})
