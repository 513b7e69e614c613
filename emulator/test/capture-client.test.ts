import { describe, expect, it } from '@jest/globals'
import { captureSession, type CaptureOptions } from '../src/capture-client/capture-session.js'
import { waitFor } from './wait-for.js'
import type { CheckJson } from './response-json.js'
import { requireIdDocument, restrictDocuments, SESSION_SPEC } from './session-spec.js'
import { uploadFaceCapture } from './upload-face-capture.js'
import { startEmulatorFixture } from './emulator-fixture.js'

const ADDRESSES = {
  success_url: 'https://shop.example.com/success?from=yoti',
  error_url: 'https://shop.example.com/error',
}
const BODY = { ...SESSION_SPEC, sdk_config: ADDRESSES }

const readings = (...values: string[]) => ({
  task_results: {
    ID_DOCUMENT_TEXT_DATA_EXTRACTION: values.map((value) => ({
      result: { recommendation: { value, reason: { value: 'QUALITY' } } },
    })),
  },
})

const countRefused = ({ emulator }: Awaited<ReturnType<typeof startEmulatorFixture>>) =>
  emulator.requests().filter(({ code }) => code === 'SESSION_NOT_READY').length

/** Runs the client once. Returns how the page ended and the session at that time. */
async function visit(options: Partial<CaptureOptions> & { body?: object; answers?: object }) {
  await using world = await startEmulatorFixture()
  const { id, path, endUser } = await world.createSession(options.body ?? BODY)
  if (options.answers !== undefined) {
    await world.configure(options.answers, path)
  }
  const passTime = (seconds: number) => world.clock.advance(seconds * 1000)
  const end = await captureSession({ ...endUser.launch, advanceTime: passTime, ...options })
  const { json } = await world.signed('GET', path)
  return { id, end, session: json, view: world.emulator.session(id) }
}

const COMPARISON = {
  requested_checks: [
    { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 2 } },
    { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
  ],
}

describe('the headless capture client', () => {
  it('waits for the reference face, then continues', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession(COMPARISON)
    const ended = captureSession(endUser.launch)
    await waitFor('the client to ask', () => countRefused(world) > 1)
    await uploadFaceCapture(world.signed, path)
    expect(await ended).toEqual({ kind: 'FINISHED' })
  })

  it('stops waiting for the reference face after a timeout', async () => {
    await using world = await startEmulatorFixture()
    const { endUser } = await world.createSession(COMPARISON)
    await expect(
      captureSession({ ...endUser.launch, referenceFaceTimeoutSeconds: 0.2 }),
    ).rejects.toThrow('no picture to compare the face with came within 0.2 s')
  })

  it('captures both sides by camera, finishes and opens the success_url', async () => {
    const { id, end, session } = await visit({
      documents: [{ country: 'GBR', type: 'DRIVING_LICENCE' }],
    })
    expect(end).toEqual({
      kind: 'FINISHED',
      landing: `https://shop.example.com/success?from=yoti&sessionID=${id}`,
    })
    expect(session.resources.id_documents).toMatchObject([
      {
        document_type: 'DRIVING_LICENCE',
        issuing_country: 'GBR',
        pages: [{ capture_method: 'CAMERA' }, { capture_method: 'CAMERA' }],
      },
    ])
    expect(session.resources.liveness_capture).toHaveLength(1)
    expect(session.client_session_token).toBeUndefined()
  })

  it('uses the first allowed document, from a file when captureMethod is UPLOAD', async () => {
    const licence = { country_codes: ['IRL'], document_types: ['DRIVING_LICENCE'] }
    const body = { ...BODY, ...requireIdDocument(restrictDocuments('WHITELIST', licence)) }
    const chosen = await visit({ body })
    expect(chosen.session.resources.id_documents).toMatchObject([
      { document_type: 'DRIVING_LICENCE', issuing_country: 'IRL' },
    ])
    const files = { ...ADDRESSES, allowed_capture_methods: 'CAMERA_AND_UPLOAD' }
    const uploaded = await visit({
      body: { ...body, sdk_config: files },
      documents: [{ country: 'IRL', type: 'DRIVING_LICENCE', captureMethod: 'UPLOAD' }],
    })
    expect(uploaded.session.resources.id_documents[0]?.pages).toMatchObject([
      { capture_method: 'UPLOAD' },
      { capture_method: 'UPLOAD' },
    ])
  })

  it('rejects a document that the session does not accept', async () => {
    await expect(visit({ documents: [{ country: 'AFG', type: 'NATIONAL_ID' }] })).rejects.toThrow(
      /POST \/resources\/id-documents was refused: .*document_type must be a document/,
    )
  })

  it('tries again on MUST_TRY_AGAIN, and continues on SHOULD_TRY_AGAIN when tryAgain is false', async () => {
    const answers = readings('MUST_TRY_AGAIN', 'PROGRESS')
    const again = await visit({ answers })
    expect(again.end.kind).toBe('FINISHED')
    expect(again.session.resources.id_documents).toHaveLength(2)

    const advised = await visit({ answers: readings('SHOULD_TRY_AGAIN'), tryAgain: false })
    expect(advised.end.kind).toBe('FINISHED')
    expect(advised.session.resources.id_documents).toHaveLength(1)
  })

  it('abandons the session on MUST_TRY_AGAIN when tryAgain is false', async () => {
    const { end } = await visit({ answers: readings('MUST_TRY_AGAIN'), tryAgain: false })
    expect(end).toEqual({ kind: 'AWAY' })
  })

  it('leaves with 4001 when it must try again and no attempt is left', async () => {
    const { end, view } = await visit({
      answers: readings(...Array<string>(9).fill('MUST_TRY_AGAIN')),
    })
    expect(end).toEqual({
      kind: 'LEFT',
      clientError: 4001,
      landing: 'https://shop.example.com/error?yotiErrorCode=4001',
    })
    expect(view?.clientErrors).toEqual([4001])
  })

  it.each(['STATIC', 'ZOOM'])('tries %s liveness until it passes', async (livenessType) => {
    const liveness = (template: string) => ({
      liveness_type: livenessType,
      result: { report_template: template },
    })
    const { end, session } = await visit({
      body: {
        ...BODY,
        requested_checks: [
          { type: 'LIVENESS', config: { liveness_type: livenessType, max_retries: 3 } },
        ],
      },
      answers: { check_reports: { LIVENESS: [liveness('FAIL'), liveness('SUCCESS')] } },
    })
    expect(end.kind).toBe('FINISHED')
    const attempts = session.checks.filter(({ type }: CheckJson) => type === 'LIVENESS')
    expect(attempts.map(({ report }) => report.recommendation.value)).toEqual(['APPROVE', 'REJECT'])
  })

  it('abandons the session after a failed liveness attempt when tryAgain is false', async () => {
    const answers = {
      check_reports: { LIVENESS: [{ result: { report_template: 'FAIL' } }] },
    }
    const { end, session } = await visit({ answers, tryAgain: false })
    expect(end).toEqual({ kind: 'AWAY' })
    expect(session.state).toBe('ONGOING')
    expect(session.client_session_token).toBeDefined()
    expect(session.checks).toMatchObject([
      { type: 'LIVENESS', report: { recommendation: { value: 'REJECT' } } },
    ])
  })

  it('abandons the session before finishing', async () => {
    const { end, session } = await visit({ end: 'ABANDON' })
    expect(end).toEqual({ kind: 'AWAY' })
    expect(session.state).toBe('ONGOING')
    expect(session.client_session_token).toBeDefined()
  })

  it('ends with a client error when its token expires', async () => {
    const { end, session } = await visit({ end: 'EXPIRE' })
    expect(end).toEqual({
      kind: 'LEFT',
      clientError: 2002,
      landing: 'https://shop.example.com/error?yotiErrorCode=2002',
    })
    expect(session.state).toBe('EXPIRED')
  })

  it('leaves with the given client error, without a landing when the session has no error_url', async () => {
    const { end, view } = await visit({ body: SESSION_SPEC, end: { clientError: 4000 } })
    expect(end).toEqual({ kind: 'LEFT', clientError: 4000 })
    expect(view?.clientErrors).toEqual([4000])
  })

  it('ends with a client error for an invalid token and cannot report it', async () => {
    const { end, view } = await visit({ clientSessionToken: 'another' })
    expect(end).toEqual({ kind: 'LEFT', clientError: 2000 })
    expect(view?.clientErrors).toEqual([])
  })
})
