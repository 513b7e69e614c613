import { afterAll, describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { JPEG, PNG } from './end-user.js'
import { first } from './response-json.js'
import { extractAs, requireIdDocument, restrictDocuments, SESSION_SPEC } from './session-spec.js'
import { buildFaceCaptureBody } from './upload-face-capture.js'

const world = await startEmulatorFixture()
const readResources = async (path: string) => (await world.signed('GET', path)).json.resources

afterAll(() => world.emulator.close())

describe('a letter', () => {
  it('of several pages is read after its last page arrives', async () => {
    const frenchStatement = { country_codes: ['FRA'], document_types: ['BANK_STATEMENT'] }
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
          filter: restrictDocuments('BLACKLIST', frenchStatement),
        },
      ],
    })
    const requirement_id = await endUser.findRequirement('SUPPLEMENTARY_DOCUMENT')
    const letters = '/resources/supplementary-documents'
    const choose = async (issuing_country: string, document_type: string) =>
      (await endUser.call('POST', letters, { requirement_id, issuing_country, document_type })).json
    expect((await choose('FRA', 'BANK_STATEMENT')).code).toBe('PAYLOAD_VALIDATION')
    expect((await choose('GBR', 'UTILITY_BILL')).code).toBe('PAYLOAD_VALIDATION')

    const { id } = await choose('GBR', 'BANK_STATEMENT')
    const page = (index: number, more: boolean) => {
      const query = `capture_method=CAMERA&more=${more}`
      return endUser.call('PUT', `${letters}/${id}/pages/${index}?${query}`, JPEG)
    }
    const see = async () => first((await readResources(path)).supplementary_documents)
    expect((await page(0, true)).status).toBe(204)
    expect((await page(2, true)).json.code).toBe('PAGE_INDEX_NOT_FOUND')
    expect(first((await see()).tasks).state).toBe('CREATED')
    expect((await page(1, false)).status).toBe(204)
    expect((await see()).pages.map(({ media }) => media.type)).toEqual(['IMAGE', 'IMAGE'])
    expect(first((await see()).tasks).state).toBe('DONE')
  })
})

describe('the pages of a document', () => {
  it('name the images that the text was extracted from, if any', async () => {
    const { endUser, path } = await world.createSession()
    await world.configure(extractAs('UNABLE_TO_OCR'), path)
    await endUser.captureDocument('GBR', 'DRIVING_LICENCE')
    await endUser.captureDocument('GBR', 'DRIVING_LICENCE')
    const [failed, read] = (await readResources(path)).id_documents
    for (const page of failed?.pages ?? []) expect(page).not.toHaveProperty('extraction_image_ids')
    expect(read?.pages).toHaveLength(2)
    for (const page of read?.pages ?? []) expect(page.extraction_image_ids).toEqual([page.media.id])
  })
})

describe('liveness', () => {
  it('of type ZOOM has seven frames, and is evaluated only once', async () => {
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
    const attempt = async () => (await endUser.call('POST', `${capture}/attempt`)).json
    expect((await attempt()).code).toBe('INCOMPLETE')
    await endUser.call('PUT', `${capture}/facemap`, Buffer.from('map'))
    expect((await attempt()).passed).toBe(true)
    expect((await attempt()).code).toBe('RESOURCE_LOCKED')
    const { liveness_capture: captures } = await readResources(path)
    expect(first(captures)).not.toHaveProperty('capture_type')
  })
})

describe('a picture', () => {
  const CAMERA_AND_UPLOAD = { sdk_config: { allowed_capture_methods: 'CAMERA_AND_UPLOAD' } }
  const pdf = Buffer.from('%PDF-1.7 bill')
  const large = Buffer.concat([JPEG, Buffer.alloc(10_000_000)])
  it.each<[string, Buffer, string, string | undefined, object?]>([
    ['text', Buffer.from('hello'), 'CAMERA', 'UNPROCESSABLE_MEDIA'],
    ['a PDF', pdf, 'CAMERA', 'UNPROCESSABLE_MEDIA'],
    ['more than 10 MB', large, 'CAMERA', 'UNPROCESSABLE_MEDIA'],
    ['more than any body may be', Buffer.alloc(12_000_000), 'CAMERA', 'PAYLOAD_TOO_LARGE'],
    ['an upload', JPEG, 'UPLOAD', 'PAYLOAD_VALIDATION'],
    ['an upload that the session allows', JPEG, 'UPLOAD', undefined, CAMERA_AND_UPLOAD],
  ])('that is %s has the response %4$s', async (_what, content, method, code, spec = {}) => {
    const { endUser } = await world.createSession({ ...SESSION_SPEC, ...spec })
    const { id } = (await endUser.chooseDocument()).json
    const page = `/resources/id-documents/${id}/pages/0?capture_method=${method}`
    const { status, json } = await endUser.call('PUT', page, content)
    expect([json.code, status === 204]).toEqual([code, code === undefined])
  })

  it('of an AADHAAR card is withheld with 204', async () => {
    const indian = restrictDocuments('WHITELIST', { country_codes: ['IND'] })
    const { endUser, path } = await world.createSession({
      ...SESSION_SPEC,
      ...requireIdDocument({ ...indian, allow_non_latin_documents: true }),
    })
    await endUser.captureDocument('IND', 'AADHAAR')
    await world.clock.advance(1_000)
    const page = first(first((await readResources(path)).id_documents).pages)
    for (const { media } of [page, ...page.frames]) {
      const { status, bytes } = await world.signed('GET', `${path}/media/${media?.id}/content`)
      expect([status, bytes.length]).toEqual([204, 0])
    }
  })
})

const comparison = await world.createSession({
  requested_checks: [{ type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } }],
})
const { json: configuration } = await world.signed('GET', `${comparison.path}/configuration`)

describe('a face capture', () => {
  const faces = `${comparison.path}/resources/face-capture`
  const create = (requirement_id = first(configuration.capture.required_resources).id) =>
    world.signed('POST', faces, { requirement_id })
  const upload = (face: string, body: Buffer) =>
    world.signed('PUT', `${faces}/${face}/image`, undefined, { body })

  const name = 'name="binary-content"'
  it.each<[string, Buffer | Parameters<typeof buildFaceCaptureBody>[0], number]>([
    ['quoted parameters', { disposition: `${name}; filename="a b.png"` }, 200],
    ['unquoted parameters', { disposition: 'name=binary-content; filename=a.png' }, 200],
    ['the file name first', { disposition: `filename="x"; ${name}` }, 200],
    ['no file name', { disposition: name }, 400],
    ['another field', { disposition: 'name="image"; filename="x"' }, 400],
    ['a body that is not multipart', PNG, 400],
    ['text instead of an image', { content: Buffer.from('iVBORw0KGgo=') }, 422],
    // Its declared type counts, too.
    ['a JPEG called as by most clients', { type: 'image/jpeg', content: JPEG }, 200],
    ['a type in capitals, with a parameter', { type: 'Image/PNG; q=1' }, 200],
    ['a PNG called JPEG', { type: 'image/jpg' }, 422],
    ['a type that is not taken', { type: 'image/gif' }, 415],
    ['no type at all', { type: '' }, 415],
  ])('with %s returns the same status as Yoti', async (_what, body, status) => {
    const content = Buffer.isBuffer(body) ? body : buildFaceCaptureBody(body)
    expect((await upload((await create()).json.id, content)).status).toBe(status)
  })

  it('of the relying business cannot be changed by the end user', async () => {
    const image = `/resources/face-capture/${(await create()).json.id}/image`
    const response = await comparison.endUser.call('PUT', image, buildFaceCaptureBody())
    expect(response).toMatchObject({ status: 403, json: { code: 'NOT_YOUR_RESOURCE' } })
  })

  it('returns 404 for an unknown requirement or resource', async () => {
    expect((await create('other')).json.code).toBe('REQUIREMENT_NOT_FOUND')
    const uploaded = await upload('other', buildFaceCaptureBody())
    expect(uploaded.json.code).toBe('RESOURCE_NOT_FOUND')
  })
})
