import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first } from './response-json.js'
import { extractAs, SESSION_SPEC } from './session-spec.js'

const failingTwice = {
  check_reports: {
    LIVENESS: [
      { liveness_type: 'ZOOM', result: { report_template: 'SUCCESS' } },
      { liveness_type: 'STATIC', result: { report_template: 'FAIL' } },
      { liveness_type: 'STATIC', result: { report_template: 'FAIL' } },
    ],
  },
}

describe('the response configuration', () => {
  it('ignores nulls and adds no check', async () => {
    await using world = await startEmulatorFixture()
    await world.configure({
      task_results: null,
      check_reports: {
        ID_DOCUMENT_AUTHENTICITY: [
          { result: { report: { breakdown: [] }, report_template: null } },
        ],
        ID_DOCUMENT_FACE_MATCH: [],
        LIVENESS: null,
        THIRD_PARTY_IDENTITY: { result: { report_template: 'NO_MATCH' } },
        async_report_delay: null,
      },
    })
    const { path } = await world.completeSession()
    const recommendation = { value: 'APPROVE' }
    expect((await world.read(path)).checks).toMatchObject([
      { type: 'LIVENESS', report: { recommendation } },
      { type: 'ID_DOCUMENT_AUTHENTICITY', report: { recommendation, breakdown: [] } },
      { type: 'ID_DOCUMENT_FACE_MATCH', report: { recommendation } },
    ])
  })

  it('uses up one liveness entry of the right type at each attempt, the newest attempt first in the result', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    await world.configure(failingTwice, path)
    const attempts = []
    for (let i = 0; i < 3; i += 1) attempts.push((await endUser.captureLiveness()).json)
    expect(attempts).toEqual([
      { passed: false, attempts_remaining: 2 },
      { passed: false, attempts_remaining: 1 },
      { passed: true, attempts_remaining: 0 },
    ])
    const { checks, resources } = await world.read(path)
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
    await world.configure(failingTwice, path)
    await endUser.captureLiveness()
    expect((await endUser.finish()).status).toBe(409)
    expect((await endUser.captureLiveness()).json).toEqual({ passed: false, attempts_remaining: 0 })
    expect((await endUser.finish()).status).toBe(204)
  })

  it('completes an extraction only after its response_delay', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    await world.configure(extractAs({ response_delay: 5, result_template: 'SUCCESS' }), path)
    const state = async () => (await world.read(path)).resources.id_documents[0]?.tasks[0]?.state
    const answer = endUser.captureDocument()
    while ((await state()) !== 'PENDING');
    await world.clock.advance(4_999)
    expect(await state()).toBe('PENDING')
    await world.clock.advance(1)
    expect((await answer).json.state).toBe('DONE')
  })

  it('is rejected for an unknown template and an unknown value', async () => {
    await using world = await startEmulatorFixture()
    const { status, json } = await world.configure({
      ...extractAs({ result: { recommendation: { value: 'STOP' } } }),
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
    await world.configure(extractAs('UNABLE_TO_OCR'), path)
    const { json } = await endUser.captureDocument()
    expect(json.recommendation.value).toBe('SHOULD_TRY_AGAIN')
    expect((await endUser.finish()).status).toBe(204)
    const started = first((await world.read(path)).resources.id_documents)
    expect(started).not.toHaveProperty('document_fields')
    const type = 'ID_DOCUMENT_TEXT_DATA_CHECK'
    expect(first(started.tasks).generated_checks).toMatchObject([{ type }])
    await world.clock.advance(60_000)
    const { checks, resources } = await world.read(path)
    expect(checks).toMatchObject([
      {
        report: { breakdown: [{ sub_check: 'text_data_readable', result: 'PASS' }] },
        generated_media: [{ id: first(resources.id_documents).document_fields.media.id }],
      },
    ])
  })

  it('lets the end user retry until the document is readable', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession()
    await world.configure(extractAs('UNABLE_TO_OCR'), path)
    const read = async () => (await endUser.captureDocument()).json.recommendation.value
    expect(await read()).toBe('SHOULD_TRY_AGAIN')
    expect(await read()).toBe('PROGRESS')
    expect(await endUser.chooseDocument()).toMatchObject({
      status: 409,
      json: { code: 'REQUIREMENT_LOCKED' },
    })
  })
})
