import { describe, expect, it } from '@jest/globals'
import { SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

async function configure(body: object) {
  await using world = await startEmulatorFixture()
  const { endUser } = await world.createSession(body)
  return (await endUser.call('GET', '/configuration')).json
}

async function listOffered(filter: object): Promise<Record<string, string[]>> {
  const { capture } = await configure({
    ...SESSION_SPEC,
    required_documents: [{ type: 'ID_DOCUMENT', filter }],
  })
  return Object.fromEntries(
    capture.required_resources[0]?.supported_countries.map(
      ({ code, supported_documents: documents }) => [code, documents.map(({ type }) => type)],
    ) ?? [],
  )
}

describe('the configuration', () => {
  it('lists requirements, remaining time and attempts, and repeats the SDK config', async () => {
    const json = await configure({
      ...SESSION_SPEC,
      sdk_config: {
        allowed_capture_methods: 'CAMERA_AND_UPLOAD',
        primary_colour: '#D71440',
        success_url: 'https://rp.example/ok',
        suppressed_screens: ['ID_DOCUMENT_EDUCATION'],
        attempts_configuration: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: { GENERIC: 3 } },
      },
    })
    expect(json).toMatchObject({
      client_session_token_ttl: 899,
      requested_checks: ['ID_DOCUMENT_AUTHENTICITY', 'LIVENESS', 'ID_DOCUMENT_FACE_MATCH'],
      capture: {
        biometric_consent: 'REQUIRED',
        required_resources: [
          {
            type: 'ID_DOCUMENT',
            state: 'REQUIRED',
            allowed_sources: [{ type: 'END_USER' }],
            requested_tasks: [{ type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', state: 'REQUIRED' }],
            allowed_capture_methods: 'CAMERA_AND_UPLOAD',
            attempts_remaining: { GENERIC: 3, RECLASSIFICATION: 2 },
          },
          { type: 'LIVENESS', state: 'REQUIRED', liveness_type: 'STATIC' },
        ],
      },
      sdk_config: {
        primary_colour: '#D71440',
        success_url: 'https://rp.example/ok',
        suppressed_screens: ['ID_DOCUMENT_EDUCATION'],
        allow_handoff: false,
        hide_logo: false,
      },
      track_ip_address: false,
    })
  })

  it('contains the state of each requirement so that a reloaded page can resume', async () => {
    await using world = await startEmulatorFixture()
    const { endUser } = await world.createSession()
    const states = async () => {
      const { capture } = (await endUser.call('GET', '/configuration')).json
      return [capture.biometric_consent, ...capture.required_resources.map(({ state }) => state)]
    }
    expect(await states()).toEqual(['REQUIRED', 'REQUIRED', 'REQUIRED'])
    await endUser.call('PUT', '/biometric-consent')
    await endUser.chooseDocument()
    expect(await states()).toEqual(['CAPTURED', 'IN_PROGRESS', 'REQUIRED'])
    await endUser.captureDocument()
    await endUser.captureLiveness()
    expect(await states()).toEqual(['CAPTURED', 'COMPLETE', 'COMPLETE'])
  })

  it('requires no consent when the session blocks it', async () => {
    const { capture } = await configure({ ...SESSION_SPEC, block_biometric_consent: true })
    expect(capture.biometric_consent).toBe('NOT_REQUIRED')
  })

  it('requires one ID document by default, two for a comparison and none for liveness alone', async () => {
    const types = async (requested_checks: object[]) =>
      (await configure({ requested_checks })).capture.required_resources.map(({ type }) => type)
    const liveness = { type: 'LIVENESS', config: { liveness_type: 'ZOOM' } }
    expect(await types([{ type: 'ID_DOCUMENT_AUTHENTICITY' }])).toEqual(['ID_DOCUMENT'])
    expect(await types([{ type: 'ID_DOCUMENT_COMPARISON' }])).toEqual([
      'ID_DOCUMENT',
      'ID_DOCUMENT',
    ])
    expect(await types([liveness])).toEqual(['LIVENESS'])
  })

  it('offers the documents that an orthogonal filter accepts', async () => {
    expect(
      await listOffered({
        type: 'ORTHOGONAL_RESTRICTIONS',
        country_restriction: { inclusion: 'WHITELIST', country_codes: ['GBR', 'FRA'] },
        type_restriction: {
          inclusion: 'BLACKLIST',
          document_types: ['DRIVING_LICENCE', 'RESIDENCE_PERMIT', 'PASS_CARD'],
        },
      }),
    ).toEqual({ FRA: ['PASSPORT', 'NATIONAL_ID'], GBR: ['PASSPORT'] })
  })

  it('offers the pairs that a document filter includes, where an absent list means any', async () => {
    const offered = await listOffered({
      type: 'DOCUMENT_RESTRICTIONS',
      inclusion: 'INCLUDE',
      documents: [
        { country_codes: ['GBR'], document_types: ['PASSPORT', 'DRIVING_LICENCE'] },
        { document_types: ['STATE_ID'] },
      ],
    })
    expect(offered).toEqual({ GBR: ['PASSPORT', 'DRIVING_LICENCE'], USA: ['STATE_ID'] })
  })

  it('offers everything that a document filter does not exclude', async () => {
    const offered = await listOffered({
      type: 'DOCUMENT_RESTRICTIONS',
      inclusion: 'EXCLUDE',
      documents: [{ country_codes: ['GBR'] }, { document_types: ['PASSPORT'] }],
    })
    expect(offered).not.toHaveProperty('GBR')
    expect(offered.FRA).toEqual(['DRIVING_LICENCE', 'NATIONAL_ID', 'RESIDENCE_PERMIT'])
  })

  it('offers non-Latin documents only when the filter allows them', async () => {
    const japan = (flags: object) =>
      listOffered({
        type: 'ORTHOGONAL_RESTRICTIONS',
        country_restriction: { inclusion: 'WHITELIST', country_codes: ['JPN'] },
        ...flags,
      })
    expect(await japan({})).toEqual({ JPN: ['PASSPORT'] })
    expect((await japan({ allow_non_latin_documents: true })).JPN).toContain('DRIVING_LICENCE')
  })

  it('rejects a document that was not offered', async () => {
    await using world = await startEmulatorFixture()
    const { endUser } = await world.createSession()
    const { status, json } = await endUser.chooseDocument('GBR', 'NATIONAL_ID')
    expect([status, json.code]).toEqual([400, 'PAYLOAD_VALIDATION'])
  })
})
