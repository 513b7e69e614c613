import { describe, expect, it } from '@jest/globals'
import { JPEG, PNG } from './end-user.js'
import { first } from './response-json.js'
import { SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

const PDF = Buffer.from('%PDF-1.7 bill')
const [, liveness] = SESSION_SPEC.requested_checks

describe('the checks of a session', () => {
  it('are the requested ones, each with a plausible report and its media', async () => {
    await using world = await startEmulatorFixture()
    const watchlist = {
      type: 'WITH_YOTI_ACCOUNT',
      sources: { type: 'TYPE_LIST', types: ['pep-class-1', 'pep', 'adverse-media'] },
      matching_strategy: { type: 'EXACT' },
    }
    const { path } = await world.completeSession({
      ...SESSION_SPEC,
      requested_checks: [
        ...SESSION_SPEC.requested_checks,
        { type: 'THIRD_PARTY_IDENTITY' },
        { type: 'WATCHLIST_SCREENING', config: { categories: ['SANCTIONS', 'ADVERSE-MEDIA'] } },
        { type: 'WATCHLIST_ADVANCED_CA', config: watchlist },
        {
          type: 'DOCUMENT_SCHEME_VALIDITY_CHECK',
          config: { manual_check: 'IBV', scheme: 'UK_GDS' },
        },
      ],
    })
    const { json } = await world.signed('GET', path)
    const find = (type: string) => first(json.checks.filter((one) => one.type === type))
    const names = (type: string) => find(type).report.breakdown.map(({ sub_check: name }) => name)

    expect(json.state).toBe('COMPLETED')
    expect(names('ID_DOCUMENT_AUTHENTICITY')).toEqual(
      expect.arrayContaining(['mrz_validation', 'no_sign_of_tampering']),
    )
    expect(find('ID_DOCUMENT_AUTHENTICITY').report.breakdown.map(({ process }) => process)).toEqual(
      expect.arrayContaining(['AUTOMATED', 'EXPERT_REVIEW']),
    )
    expect(names('LIVENESS')).toEqual([
      'face_processing',
      'liveness_auth',
      'payload_signature_verification',
    ])
    expect(names('WATCHLIST_SCREENING')).toEqual([
      'adverse_media',
      'fitness_probity',
      'pep',
      'sanction',
      'warning',
    ])
    expect(names('WATCHLIST_ADVANCED_CA')).toEqual(['adverse_media', 'pep'])
    expect(find('WATCHLIST_ADVANCED_CA').report.watchlist_summary).toMatchObject({
      total_hits: 0,
      search_config: {
        ...watchlist,
        remove_deceased: false,
        share_url: false,
        matching_strategy: { type: 'EXACT', exact_match: true },
      },
      raw_results: { media: { type: 'JSON' } },
    })
    expect(find('DOCUMENT_SCHEME_VALIDITY_CHECK')).toMatchObject({ scheme: 'UK_GDS' })
    expect(find('DOCUMENT_SCHEME_VALIDITY_CHECK').report).toEqual({
      recommendation: { value: 'APPROVE' },
      breakdown: [],
    })

    const identity = find('THIRD_PARTY_IDENTITY')
    expect(first(identity.generated_media).id).toBe(identity.generated_profile.media.id)
    const profile = await world.signed(
      'GET',
      `${path}/media/${identity.generated_profile.media.id}/content`,
    )
    expect(profile.json).toMatchObject({
      full_name: expect.any(String),
      date_of_birth: expect.any(String),
    })
  })

  it('include a text data check by an expert when the task says ALWAYS', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.completeSession({
      ...SESSION_SPEC,
      requested_tasks: [
        {
          type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
          config: { manual_check: 'ALWAYS', create_expanded_document_fields: true },
        },
      ],
    })
    const { checks, resources } = (await world.signed('GET', path)).json
    const check = first(checks.filter(({ type }) => type === 'ID_DOCUMENT_TEXT_DATA_CHECK'))
    const document = first(resources.id_documents)
    expect(document.document_fields.media.id).toBe(first(check.generated_media).id)
    expect(first(document.tasks).generated_checks).toEqual([{ id: check.id, type: check.type }])
    expect(first(document.tasks).generated_media.map(({ id }) => id)).not.toContain(
      document.document_fields.media.id,
    )
    const expanded = document.expanded_document_fields.media.id
    expect(
      (await world.signed('GET', `${path}/media/${expanded}/content`)).bytes.toString(),
    ).toContain('"name":"full_name"')
  })

  it('run once for each of two documents, and compare them', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession({
      requested_checks: [{ type: 'ID_DOCUMENT_AUTHENTICITY' }, { type: 'ID_DOCUMENT_COMPARISON' }],
    })
    const { capture } = (await endUser.call('GET', '/configuration')).json
    for (const { id } of capture.required_resources) {
      const { json } = await endUser.call('POST', '/resources/id-documents', {
        requirement_id: id,
        issuing_country: 'DEU',
        document_type: 'NATIONAL_ID',
      })
      expect(json.pages).toBe(2)
      for (const page of [0, 1]) {
        await endUser.call(
          'PUT',
          `/resources/id-documents/${json.id}/pages/${page}?capture_method=CAMERA`,
          JPEG,
        )
      }
    }
    expect((await endUser.finish()).status).toBe(204)
    const { checks, resources } = (await world.signed('GET', path)).json
    const ids = resources.id_documents.map(({ id }) => id)
    expect(checks.map(({ type, resources_used: used }) => [type, used])).toEqual([
      ['ID_DOCUMENT_AUTHENTICITY', [ids[0]]],
      ['ID_DOCUMENT_AUTHENTICITY', [ids[1]]],
      ['ID_DOCUMENT_COMPARISON', ids],
    ])
  })

  it('read a supplementary document from a PDF', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession({
      requested_checks: [liveness],
      requested_tasks: [
        { type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'ALWAYS' } },
      ],
      required_documents: [
        { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } },
      ],
    })
    const { json } = await endUser.call('POST', '/resources/supplementary-documents', {
      requirement_id: await endUser.findRequirement('SUPPLEMENTARY_DOCUMENT'),
      issuing_country: 'GBR',
      document_type: 'UTILITY_BILL',
    })
    expect(json.pages).toBe(1)
    await endUser.call('PUT', `/resources/supplementary-documents/${json.id}/file`, PDF)
    await endUser.captureLiveness()
    expect((await endUser.finish()).status).toBe(204)
    await world.clock.advance(60_000)
    const { checks, resources, state } = (await world.signed('GET', path)).json
    expect(state).toBe('COMPLETED')
    expect(checks.map(({ type }) => type)).toContain('SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK')
    expect(resources.supplementary_documents).toMatchObject([
      {
        document_type: 'UTILITY_BILL',
        pages: [],
        file: { media: { type: 'PDF' } },
        document_fields: { media: { type: 'JSON' } },
      },
    ])
    const file = first(resources.supplementary_documents).file.media.id
    const { headers, bytes } = await world.signed('GET', `${path}/media/${file}/content`)
    expect([headers.get('content-type'), bytes]).toEqual(['application/pdf', PDF])
  })

  it('read a letter of several pages after its last page arrives', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession({
      requested_tasks: [
        { type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'NEVER' } },
      ],
      required_documents: [
        {
          type: 'SUPPLEMENTARY_DOCUMENT',
          objective: { type: 'PROOF_OF_ADDRESS' },
          document_types: ['BANK_STATEMENT', 'PHONE_BILL'],
          country_codes: ['GBR', 'FRA'],
          filter: {
            type: 'DOCUMENT_RESTRICTIONS',
            inclusion: 'BLACKLIST',
            documents: [{ country_codes: ['FRA'], document_types: ['BANK_STATEMENT'] }],
          },
        },
      ],
    })
    const requirement = await endUser.findRequirement('SUPPLEMENTARY_DOCUMENT')
    const choose = (country: string, type: string) =>
      endUser.call('POST', '/resources/supplementary-documents', {
        requirement_id: requirement,
        issuing_country: country,
        document_type: type,
      })
    expect((await choose('FRA', 'BANK_STATEMENT')).json.code).toBe('PAYLOAD_VALIDATION')
    expect((await choose('GBR', 'UTILITY_BILL')).json.code).toBe('PAYLOAD_VALIDATION')

    const { json } = await choose('GBR', 'BANK_STATEMENT')
    const page = (index: number, more: boolean) =>
      endUser.call(
        'PUT',
        `/resources/supplementary-documents/${json.id}/pages/${index}?capture_method=CAMERA&more=${more}`,
        JPEG,
      )
    const see = async () =>
      first((await world.signed('GET', path)).json.resources.supplementary_documents)
    expect((await page(0, true)).status).toBe(204)
    expect((await page(2, true)).json.code).toBe('PAGE_INDEX_NOT_FOUND')
    expect(first((await see()).tasks).state).toBe('CREATED')
    expect((await page(1, false)).status).toBe(204)
    expect((await see()).pages.map(({ media }) => media.type)).toEqual(['IMAGE', 'IMAGE'])
    expect(first((await see()).tasks).state).toBe('DONE')
  })

  it('have seven ZOOM frame slots, three of them filled, and the facemap', async () => {
    await using world = await startEmulatorFixture()
    const { path, endUser } = await world.createSession({
      requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'ZOOM' } }],
    })
    const { json } = await endUser.call('POST', '/resources/liveness', {
      requirement_id: await endUser.findRequirement('LIVENESS'),
      liveness_type: 'ZOOM',
    })
    const capture = `/resources/liveness/${json.id}`
    for (let frame = 0; frame < 7; frame += 1) {
      expect((await endUser.call('PUT', `${capture}/frames/${frame}`, PNG)).status).toBe(204)
    }
    expect((await endUser.call('PUT', `${capture}/frames/7`, PNG)).json.code).toBe(
      'FRAME_INDEX_NOT_FOUND',
    )
    await endUser.call('PUT', `${capture}/facemap`, Buffer.from('map'))
    expect((await endUser.call('POST', `${capture}/attempt`)).json.passed).toBe(true)
    const zoom = first((await world.signed('GET', path)).json.resources.liveness_capture)
    expect(zoom).toMatchObject({ liveness_type: 'ZOOM', facemap: { media: { type: 'BINARY' } } })
    expect(zoom.frames.map(({ media }) => media?.type)).toEqual([
      'IMAGE',
      'IMAGE',
      'IMAGE',
      ...Array<undefined>(4),
    ])
    const facemap = await world.signed('GET', `${path}/media/${zoom.facemap.media.id}/content`)
    expect(facemap.headers.get('content-type')).toBe('application/octet-stream')
    expect(await endUser.call('POST', `${capture}/attempt`)).toMatchObject({ status: 409 })
  })

  it('are added by an identity profile and end in its report', async () => {
    await using world = await startEmulatorFixture()
    const { path } = await world.completeSession({
      requested_checks: [],
      requested_tasks: [],
      identity_profile_requirements: {
        trust_framework: 'UK_TFIDA',
        scheme: { type: 'DBS', objective: 'BASIC' },
      },
      subject: { subject_id: 'subject-1' },
    })
    const { json } = await world.signed('GET', path)
    expect(json.checks.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['ID_DOCUMENT_AUTHENTICITY', 'LIVENESS', 'ID_DOCUMENT_FACE_MATCH']),
    )
    expect(json).toMatchObject({
      identity_profile: {
        subject_id: 'subject-1',
        result: 'DONE',
        identity_profile_report: {
          trust_framework: 'UK_TFIDA',
          schemes_compliance: [
            { scheme: { type: 'DBS', objective: 'BASIC' }, requirements_met: true },
          ],
          media: { type: 'JSON' },
        },
      },
    })
  })
})

describe('a picture', () => {
  it.each([
    ['text', Buffer.from('hello'), 'UNPROCESSABLE_MEDIA'],
    ['a PDF', PDF, 'UNPROCESSABLE_MEDIA'],
    ['more than 10 MB', Buffer.concat([JPEG, Buffer.alloc(10_000_000)]), 'UNPROCESSABLE_MEDIA'],
    ['more than any body may be', Buffer.alloc(12_000_000), 'PAYLOAD_TOO_LARGE'],
  ])('is rejected when it is %s', async (_what, content, code) => {
    await using world = await startEmulatorFixture()
    const { endUser } = await world.createSession()
    const { json } = await endUser.chooseDocument()
    const page = `/resources/id-documents/${json.id}/pages/0?capture_method=CAMERA`
    expect((await endUser.call('PUT', page, content)).json.code).toBe(code)
  })

  it('can be uploaded only when the session allows it', async () => {
    await using world = await startEmulatorFixture()
    for (const [method, status] of [
      ['CAMERA', 400],
      ['CAMERA_AND_UPLOAD', 204],
    ] as const) {
      const { endUser } = await world.createSession({
        ...SESSION_SPEC,
        sdk_config: { allowed_capture_methods: method },
      })
      const { json } = await endUser.chooseDocument()
      const page = `/resources/id-documents/${json.id}/pages/0?capture_method=UPLOAD`
      expect((await endUser.call('PUT', page, JPEG)).status).toBe(status)
    }
  })

  it('of an AADHAAR card is withheld with 204', async () => {
    await using world = await startEmulatorFixture()
    const { endUser, path } = await world.createSession({
      ...SESSION_SPEC,
      required_documents: [
        {
          type: 'ID_DOCUMENT',
          filter: {
            type: 'DOCUMENT_RESTRICTIONS',
            inclusion: 'WHITELIST',
            documents: [{ country_codes: ['IND'] }],
            allow_non_latin_documents: true,
          },
        },
      ],
    })
    await endUser.captureDocument('IND', 'AADHAAR')
    await world.clock.advance(1_000)
    const { resources } = (await world.signed('GET', path)).json
    const page = first(first(resources.id_documents).pages)
    for (const { media } of [page, ...page.frames]) {
      const { status, bytes } = await world.signed('GET', `${path}/media/${media?.id}/content`)
      expect([status, bytes.length]).toEqual([204, 0])
    }
  })
})
