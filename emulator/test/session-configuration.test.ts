import { describe, expect, it } from '@jest/globals'
import { requireIdDocument, restrictDocuments, SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

async function configure(body: object) {
  await using world = await startEmulatorFixture()
  const { endUser } = await world.createSession(body)
  return (await endUser.call('GET', '/configuration')).json
}

async function listOffered(filter: object): Promise<Record<string, string[]>> {
  const { capture } = await configure({ ...SESSION_SPEC, ...requireIdDocument(filter) })
  return Object.fromEntries(
    capture.required_resources[0]?.supported_countries.map(
      ({ code, supported_documents: documents }) => [code, documents.map(({ type }) => type)],
    ) ?? [],
  )
}

describe('the configuration', () => {
  it('repeats the SDK config with defaults', async () => {
    const sdk_config = {
      primary_colour: '#D71440',
      success_url: 'https://rp.example/ok',
      suppressed_screens: ['ID_DOCUMENT_EDUCATION'],
    }
    expect((await configure({ ...SESSION_SPEC, sdk_config })).sdk_config).toEqual({
      ...sdk_config,
      allowed_capture_methods: 'CAMERA',
      allow_handoff: false,
      hide_logo: false,
    })
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
    const british = { country_codes: ['GBR'], document_types: ['PASSPORT', 'DRIVING_LICENCE'] }
    const offered = await listOffered(
      restrictDocuments('INCLUDE', british, { document_types: ['STATE_ID'] }),
    )
    expect(offered).toEqual({ GBR: ['PASSPORT', 'DRIVING_LICENCE'], USA: ['STATE_ID'] })
  })

  it('offers everything that a document filter does not exclude', async () => {
    const offered = await listOffered(
      restrictDocuments('EXCLUDE', { country_codes: ['GBR'] }, { document_types: ['PASSPORT'] }),
    )
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
