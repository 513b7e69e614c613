import { describe, expect, it } from '@jest/globals'
import { createEndUser } from './end-user.js'
import { first, type CheckJson } from './response-json.js'
import { SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

const failingTwice = {
  check_reports: {
    LIVENESS: [
      { liveness_type: 'ZOOM', result: { report_template: 'SUCCESS' } },
      { liveness_type: 'STATIC', result: { report_template: 'FAIL' } },
      { liveness_type: 'STATIC', result: { report_template: 'FAIL' } },
    ],
  },
}
const authenticity = (template: string, filter?: object) => ({
  check_reports: {
    ID_DOCUMENT_AUTHENTICITY: [
      { ...(filter && { document_filter: filter }), result: { report_template: template } },
    ],
  },
})

async function verify(config: object, template: 'session' | 'application' = 'session') {
  await using world = await startEmulatorFixture()
  const { path, endUser } = await world.createSession()
  const put = template === 'session' ? path : `/apps/${world.application.sdkId}`
  expect((await world.sandbox('PUT', `${put}/response-config`, config)).status).toBe(200)
  await endUser.captureDocument()
  await endUser.captureLiveness()
  await endUser.finish()
  await world.clock.advance(60_000)
  const { json } = await world.signed('GET', path)
  const find = (type: string): CheckJson => first(json.checks.filter((one) => one.type === type))
  return { json, find }
}

describe('the response configuration', () => {
  it('is accepted under the sandbox prefix only', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.createSession()
    expect((await world.signed('PUT', `${path}/response-config`, {})).status).toBe(404)
    const { status } = await world.sandbox('PUT', `${path}/response-config`, {})
    expect(status).toBe(200)
  })

  it('of an application needs no sdkId in the query, like the official client', async () => {
    await using world = await startEmulatorFixture()
    const path = `/apps/${world.application.sdkId}/response-config`
    expect((await world.sandbox('PUT', path, {}, { query: { sdkId: '' } })).status).toBe(200)
  })

  it('of a session overrides that of the application', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    const application = `/apps/${world.application.sdkId}/response-config`
    await world.sandbox('PUT', application, authenticity('TAMPERED'))
    await world.sandbox('PUT', `${path}/response-config`, authenticity('COUNTERFEIT'))
    await endUser.captureDocument()
    await endUser.captureLiveness()
    await endUser.finish()
    await world.clock.advance(60_000)
    const { checks } = (await world.signed('GET', path)).json
    const check = first(checks.filter(({ type }) => type === 'ID_DOCUMENT_AUTHENTICITY'))
    expect(check.report.recommendation.reason).toBe('COUNTERFEIT')
  })

  it('of an application applies to all its sessions', async () => {
    const { find } = await verify(authenticity('TAMPERED'), 'application')
    expect(find('ID_DOCUMENT_AUTHENTICITY').report.recommendation).toEqual({
      value: 'REJECT',
      reason: 'TAMPERED',
    })
  })

  it.each([
    ['TAMPERED', 'REJECT', 'no_sign_of_tampering'],
    ['DOCUMENT_COPY', 'REJECT', 'physical_document_captured'],
    ['FRAUD_LIST_MATCH', 'REJECT', 'fraud_list_check'],
    ['EXPIRED_DOCUMENT', 'REJECT', 'document_in_date'],
    ['PHOTO_TOO_BLURRY', 'NOT_AVAILABLE', undefined],
    ['GLARE_OBSTRUCTION', 'NOT_AVAILABLE', undefined],
  ])('makes authenticity fail by the template %s', async (template, value, subCheck) => {
    const { find } = await verify(authenticity(template))
    const { recommendation, breakdown } = find('ID_DOCUMENT_AUTHENTICITY').report
    expect(recommendation).toEqual({ value, reason: template })
    const failed = breakdown.filter(({ result }) => result === 'FAIL')
    expect(failed.map(({ sub_check: name }) => name)).toEqual(subCheck ? [subCheck] : [])
    const names = breakdown.map(({ sub_check: name }) => name)
    expect(names).toEqual(names.toSorted())
  })

  it.each([
    ['AUTO_FAIL', ['ai_face_match']],
    ['MANUAL_FAIL', ['manual_face_match']],
    ['FAIL', ['ai_face_match', 'manual_face_match']],
  ])('makes face match fail by the template %s', async (template, failing) => {
    const { find } = await verify({
      check_reports: { ID_DOCUMENT_FACE_MATCH: [{ result: { report_template: template } }] },
    })
    const { recommendation, breakdown } = find('ID_DOCUMENT_FACE_MATCH').report
    expect(recommendation.value).toBe('REJECT')
    const failed = breakdown.filter(({ result }) => result === 'FAIL')
    expect(failed.map(({ sub_check: name }) => name)).toEqual(failing)
  })

  it('returns a complete report unchanged without nulls', async () => {
    const report = {
      recommendation: {
        value: 'NOT_AVAILABLE',
        reason: 'PICTURE_TOO_DARK',
        recovery_suggestion: 'BETTER_LIGHTING',
      },
      breakdown: [
        {
          sub_check: 'security_features',
          result: 'NOT_AVAILABLE',
          details: [{ name: 'a', value: 'b' }],
        },
      ],
    }
    const { find } = await verify({
      task_results: null,
      check_reports: {
        ID_DOCUMENT_AUTHENTICITY: [{ result: { report, report_template: null } }],
        ID_DOCUMENT_FACE_MATCH: [],
        LIVENESS: null,
        async_report_delay: null,
      },
    })
    expect(find('ID_DOCUMENT_AUTHENTICITY').report).toEqual(report)
    expect(find('ID_DOCUMENT_FACE_MATCH').report.recommendation.value).toBe('APPROVE')
  })

  it('reports nothing that was not requested', async () => {
    const { json } = await verify({
      check_reports: { THIRD_PARTY_IDENTITY: { result: { report_template: 'NO_MATCH' } } },
    })
    expect(json.checks.map(({ type }) => type)).not.toContain('THIRD_PARTY_IDENTITY')
  })

  it('applies an entry only to the documents of its filter', async () => {
    const irish = { country_codes: ['IRL'], document_types: [] }
    const passports = { country_codes: [], document_types: ['PASSPORT'] }
    expect(
      (await verify(authenticity('TAMPERED', irish))).find('ID_DOCUMENT_AUTHENTICITY').report
        .recommendation,
    ).toEqual({ value: 'APPROVE' })
    expect(
      (await verify(authenticity('TAMPERED', passports))).find('ID_DOCUMENT_AUTHENTICITY').report
        .recommendation.value,
    ).toBe('REJECT')
  })

  it('uses up one liveness entry of the right type at each attempt, the newest attempt first in the result', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    await world.sandbox('PUT', `${path}/response-config`, failingTwice)
    const attempts = []
    for (let i = 0; i < 3; i += 1) attempts.push((await endUser.captureLiveness()).json)
    expect(attempts).toEqual([
      { passed: false, attempts_remaining: 2 },
      { passed: false, attempts_remaining: 1 },
      { passed: true, attempts_remaining: 0 },
    ])
    const { checks, resources } = (await world.signed('GET', path)).json
    expect(checks.map(({ report }) => report.recommendation)).toEqual([
      { value: 'APPROVE' },
      { value: 'REJECT' },
      { value: 'REJECT' },
    ])
    expect(checks.map(({ resources_used: used }) => used[0])).toEqual(
      resources.liveness_capture.map(({ id }) => id),
    )
  })

  it('lets the end user finish with liveness rejected when no attempt is left', async () => {
    await using world = await startEmulatorFixture()
    const { endUser, path } = await world.createSession({
      requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 2 } }],
    })
    await world.sandbox('PUT', `${path}/response-config`, failingTwice)
    await endUser.captureLiveness()
    expect((await endUser.finish()).status).toBe(409)
    expect((await endUser.captureLiveness()).json).toEqual({ passed: false, attempts_remaining: 0 })
    expect((await endUser.finish()).status).toBe(204)
  })

  it('holds the asynchronous reports back for async_report_delay seconds', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    await world.sandbox('PUT', `${path}/response-config`, {
      check_reports: { async_report_delay: 30 },
    })
    await endUser.captureDocument()
    await endUser.captureLiveness()
    await endUser.finish()
    const see = async () => (await world.signed('GET', path)).json
    await world.clock.advance(29_999)
    expect((await see()).checks.filter(({ state }) => state === 'PENDING')).toHaveLength(2)
    await world.clock.advance(1)
    expect((await see()).state).toBe('COMPLETED')
  })

  it('sets the text, photo, detected document and recommendation of an extraction attempt', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    await world.sandbox('PUT', `${path}/response-config`, {
      task_results: {
        ID_DOCUMENT_TEXT_DATA_EXTRACTION: [
          {
            document_filter: { document_types: ['NATIONAL_ID'], country_codes: [] },
            result_template: 'UNABLE_TO_OCR',
          },
          {
            document_filter: { document_types: ['PASSPORT'], country_codes: ['GBR'] },
            result: {
              recommendation: {
                value: 'MUST_TRY_AGAIN',
                reason: { value: 'USER_ERROR', detail: 'NO_DOCUMENT' },
              },
            },
          },
          {
            result: {
              document_fields: { full_name: 'Ada Example', nested: { a: [1] } },
              document_id_photo: {
                content_type: 'image/jpeg',
                data: Buffer.from('photo').toString('base64'),
              },
              detected_country: 'IRL',
            },
          },
        ],
      },
    })
    expect((await endUser.captureDocument()).json).toEqual({
      state: 'FAILED',
      recommendation: {
        value: 'MUST_TRY_AGAIN',
        reason: { value: 'USER_ERROR', detail: 'NO_DOCUMENT' },
      },
      attempts_remaining: { GENERIC: 1, RECLASSIFICATION: 2 },
    })
    expect((await endUser.captureDocument()).json).toMatchObject({
      state: 'DONE',
      recommendation: { value: 'PROGRESS' },
    })
    const [failed, read] = (await world.signed('GET', path)).json.resources.id_documents
    expect(failed).not.toHaveProperty('document_fields')
    expect(failed?.tasks).toMatchObject([{ state: 'FAILED' }])
    expect(read?.issuing_country).toBe('IRL')
    const get = (id = '') => world.signed('GET', `${path}/media/${id}/content`)
    expect((await get(read?.document_fields.media.id)).json).toEqual({
      full_name: 'Ada Example',
      nested: { a: [1] },
    })
    const photo = await get(read?.document_id_photo.media.id)
    expect([photo.headers.get('content-type'), photo.bytes.toString()]).toEqual([
      'image/jpeg',
      'photo',
    ])
  })

  it('completes an extraction only after its response_delay', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    await world.sandbox('PUT', `${path}/response-config`, {
      task_results: {
        ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ response_delay: 5, result_template: 'SUCCESS' }],
      },
    })
    const state = async () =>
      (await world.signed('GET', path)).json.resources.id_documents[0]?.tasks[0]?.state
    const answer = endUser.captureDocument()
    while ((await state()) !== 'PENDING');
    await world.clock.advance(4_999)
    expect(await state()).toBe('PENDING')
    await world.clock.advance(1)
    expect((await answer).json.state).toBe('DONE')
  })

  it('is rejected for an unknown template and an unknown value', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.createSession()
    const { status, json } = await world.sandbox('PUT', `${path}/response-config`, {
      task_results: {
        ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result: { recommendation: { value: 'STOP' } } }],
      },
      check_reports: { LIVENESS: [{ result: { report_template: 'MAYBE' } }] },
    })
    expect(status).toBe(400)
    expect(json.errors.map(({ property }) => property)).toEqual([
      'task_results.ID_DOCUMENT_TEXT_DATA_EXTRACTION.0.result.recommendation.value',
      'check_reports.LIVENESS.0.result.report_template',
    ])
  })

  it('reaches the expert when the machine could not read and the task says FALLBACK', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession({ ...SESSION_SPEC, requested_checks: [] })
    await world.sandbox('PUT', `${path}/response-config`, {
      task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result_template: 'UNABLE_TO_OCR' }] },
    })
    const { json } = await endUser.captureDocument()
    expect(json.recommendation.value).toBe('SHOULD_TRY_AGAIN')
    expect((await endUser.finish()).status).toBe(204)
    const find = async () => (await world.signed('GET', path)).json
    const started = first((await find()).resources.id_documents)
    expect(started).not.toHaveProperty('document_fields')
    expect(first(started.tasks).generated_checks).toMatchObject([
      { type: 'ID_DOCUMENT_TEXT_DATA_CHECK' },
    ])
    await world.clock.advance(60_000)
    const done = await find()
    const check = first(done.checks)
    expect(check.report.breakdown).toMatchObject([
      { sub_check: 'text_data_readable', result: 'PASS' },
    ])
    expect(first(check.generated_media).id).toBe(
      first(done.resources.id_documents).document_fields.media.id,
    )
  })

  it('lets the end user retry until the document is readable', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    await world.sandbox('PUT', `${path}/response-config`, {
      task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result_template: 'UNABLE_TO_OCR' }] },
    })
    const read = async () => (await endUser.captureDocument()).json.recommendation.value
    expect(await read()).toBe('SHOULD_TRY_AGAIN')
    expect(await read()).toBe('PROGRESS')
    expect(await endUser.chooseDocument()).toMatchObject({
      status: 409,
      json: { code: 'REQUIREMENT_LOCKED' },
    })
  })

  it('lets the client read the configuration under the sandbox prefix', async () => {
    await using world = await startEmulatorFixture()
    const { id, token } = await world.createSession()
    const endUser = createEndUser(world.emulator.sandboxUrl, id, token)
    expect((await endUser.call('GET', '/configuration')).status).toBe(200)
  })
})
