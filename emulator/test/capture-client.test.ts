import { afterAll, describe, expect, it } from '@jest/globals'
import { captureSession, type CaptureOptions } from '../src/capture-client/capture-session.js'
import { startEmulatorFixture } from './emulator-fixture.js'
import {
  extractAs,
  reportAs,
  requireIdDocument,
  restrictDocuments,
  SESSION_SPEC,
} from './session-spec.js'
import { uploadFaceCapture } from './upload-face-capture.js'
import { waitFor } from './wait-for.js'

const world = await startEmulatorFixture()

const ADDRESSES = {
  success_url: 'https://shop.example.com/success?from=yoti',
  error_url: 'https://shop.example.com/error',
}
const BODY = { ...SESSION_SPEC, sdk_config: ADDRESSES }
const COMPARISON = {
  requested_checks: [
    { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 2 } },
    { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
  ],
}

const readings = (...values: string[]) =>
  extractAs(
    ...values.map((value) => ({
      result: { recommendation: { value, reason: { value: 'QUALITY' } } },
    })),
  )

afterAll(() => world.emulator.close())

/** Runs the client once. Returns how the page ended and the session at that time. */
async function visit(options: Partial<CaptureOptions> & { body?: object; answers?: object }) {
  const { id, path, endUser } = await world.createSession(options.body ?? BODY)
  await world.configure(options.answers ?? {}, path)
  const end = await captureSession({ ...endUser.launch, ...options })
  const { json } = await world.signed('GET', path)
  return { id, end, session: json, clientErrors: world.emulator.session(id)?.clientErrors }
}

describe('the headless capture client', () => {
  it('waits for the reference face, then continues', async () => {
    const { id, path, endUser } = await world.createSession(COMPARISON)
    const ended = captureSession(endUser.launch)
    await waitFor('the client to ask again', () => {
      const own = world.emulator.requests().filter(({ sessionId }) => sessionId === id)
      return own.filter(({ code }) => code === 'SESSION_NOT_READY').length > 1
    })
    await uploadFaceCapture(world.signed, path)
    expect(await ended).toEqual({ kind: 'FINISHED' })
  })

  it('stops waiting for the reference face after a timeout', async () => {
    await expect(visit({ body: COMPARISON, referenceFaceTimeoutSeconds: 0.2 })).rejects.toThrow(
      'no picture to compare the face with came within 0.2 s',
    )
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

  it('uses the first allowed document', async () => {
    const licence = { country_codes: ['IRL'], document_types: ['DRIVING_LICENCE'] }
    const body = { ...BODY, ...requireIdDocument(restrictDocuments('WHITELIST', licence)) }
    const document = { document_type: 'DRIVING_LICENCE', issuing_country: 'IRL' }
    expect((await visit({ body })).session.resources.id_documents).toMatchObject([document])
  })

  it.each([
    ['MUST_TRY_AGAIN', true, 'FINISHED', 2],
    ['SHOULD_TRY_AGAIN', false, 'FINISHED', 1],
    ['MUST_TRY_AGAIN', false, 'AWAY', 1],
  ])('on %s with tryAgain %s is %s after %i documents', async (value, tryAgain, kind, count) => {
    const { end, session } = await visit({ answers: readings(value, 'PROGRESS'), tryAgain })
    expect(end.kind).toBe(kind)
    expect(session.resources.id_documents).toHaveLength(count)
  })

  it.each([
    ['STATIC', true, 'FINISHED', ['APPROVE', 'REJECT']],
    ['ZOOM', true, 'FINISHED', ['APPROVE', 'REJECT']],
    ['STATIC', false, 'AWAY', ['REJECT']],
  ])('on a failed %s attempt with tryAgain %s is %s', async (type, tryAgain, kind, values) => {
    const config = { liveness_type: type, max_retries: 3 }
    const { end, session } = await visit({
      body: { ...BODY, requested_checks: [{ type: 'LIVENESS', config }] },
      answers: reportAs('LIVENESS', 'FAIL', 'SUCCESS'),
      tryAgain,
    })
    expect(end.kind).toBe(kind)
    const attempts = session.checks.filter((check) => check.type === 'LIVENESS')
    expect(attempts.map(({ report }) => report.recommendation.value)).toEqual(values)
    expect('client_session_token' in session).toBe(kind === 'AWAY')
  })

  const landing = (code: number) => `https://shop.example.com/error?yotiErrorCode=${code}`
  it.each<[string, number, string | undefined, readonly number[], Parameters<typeof visit>[0]]>([
    [
      'it must try again and no attempt is left',
      ...([4001, landing(4001), [4001]] as const),
      { answers: readings(...Array<string>(9).fill('MUST_TRY_AGAIN')) },
    ],
    ['its token expires', 2002, landing(2002), [], { end: 'EXPIRE' }],
    [
      'the options say so',
      ...([4000, undefined, [4000]] as const),
      { body: SESSION_SPEC, end: { clientError: 4000 } },
    ],
    ['its token is invalid', 2000, undefined, [], { clientSessionToken: 'another' }],
  ])('leaves when %s, with %i', async (_when, code, address, reported, options) => {
    const { end, session, clientErrors } = await visit(options)
    const landed = address === undefined ? {} : { landing: address }
    expect(end).toEqual({ kind: 'LEFT', clientError: code, ...landed })
    expect(clientErrors).toEqual(reported)
    expect(session.state).toBe(code === 2002 ? 'EXPIRED' : 'ONGOING')
  })
})
