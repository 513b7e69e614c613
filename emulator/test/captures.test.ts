import { describe, expect, it } from '@jest/globals'
import { JPEG } from './end-user.js'
import { first } from './response-json.js'
import { extractAs, requireIdDocument, restrictDocuments, SESSION_SPEC } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

const PDF = Buffer.from('%PDF-1.7 bill')

describe('a letter', () => {
  it('of several pages is read after its last page arrives', async () => {
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
          filter: restrictDocuments('BLACKLIST', {
            country_codes: ['FRA'],
            document_types: ['BANK_STATEMENT'],
          }),
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
    const see = async () => first((await world.read(path)).resources.supplementary_documents)
    expect((await page(0, true)).status).toBe(204)
    expect((await page(2, true)).json.code).toBe('PAGE_INDEX_NOT_FOUND')
    expect(first((await see()).tasks).state).toBe('CREATED')
    expect((await page(1, false)).status).toBe(204)
    expect((await see()).pages.map(({ media }) => media.type)).toEqual(['IMAGE', 'IMAGE'])
    expect(first((await see()).tasks).state).toBe('DONE')
  })
})

describe('a ZOOM capture', () => {
  it('has seven frames, and is evaluated only once', async () => {
    await using world = await startEmulatorFixture()
    const { endUser, path } = await world.createSession({
      requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 2 } }],
    })
    const { json } = await endUser.call('POST', '/resources/liveness', {
      requirement_id: await endUser.findRequirement('LIVENESS'),
      liveness_type: 'ZOOM',
    })
    const capture = `/resources/liveness/${json.id}`
    expect((await endUser.call('PUT', `${capture}/frames/6`, JPEG)).status).toBe(204)
    const eighth = await endUser.call('PUT', `${capture}/frames/7`, JPEG)
    expect(eighth.json.code).toBe('FRAME_INDEX_NOT_FOUND')
    expect((await endUser.call('POST', `${capture}/attempt`)).json.code).toBe('INCOMPLETE')
    await endUser.call('PUT', `${capture}/facemap`, Buffer.from('map'))
    expect((await endUser.call('POST', `${capture}/attempt`)).json.passed).toBe(true)
    expect((await endUser.call('POST', `${capture}/attempt`)).json.code).toBe('RESOURCE_LOCKED')
    const [zoom] = (await world.read(path)).resources.liveness_capture
    expect(zoom).not.toHaveProperty('capture_type')
  })
})

describe('the pages of a document', () => {
  it('name the images that the text was extracted from, if there is any', async () => {
    await using world = await startEmulatorFixture()
    await world.configure(extractAs('UNABLE_TO_OCR'))
    const { endUser, path } = await world.createSession()
    await endUser.captureDocument('GBR', 'DRIVING_LICENCE')
    await endUser.captureDocument('GBR', 'DRIVING_LICENCE')
    const [unread, read] = (await world.read(path)).resources.id_documents
    expect([unread?.pages.length, read?.pages.length]).toEqual([2, 2])
    for (const page of unread?.pages ?? []) expect(page).not.toHaveProperty('extraction_image_ids')
    for (const page of read?.pages ?? []) expect(page.extraction_image_ids).toEqual([page.media.id])
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
      ...requireIdDocument({
        ...restrictDocuments('WHITELIST', { country_codes: ['IND'] }),
        allow_non_latin_documents: true,
      }),
    })
    await endUser.captureDocument('IND', 'AADHAAR')
    await world.clock.advance(1_000)
    const { resources } = await world.read(path)
    const page = first(first(resources.id_documents).pages)
    for (const { media } of [page, ...page.frames]) {
      const { status, bytes } = await world.signed('GET', `${path}/media/${media?.id}/content`)
      expect([status, bytes.length]).toEqual([204, 0])
    }
  })
})
