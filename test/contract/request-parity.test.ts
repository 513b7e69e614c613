import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import yoti from 'yoti'
import { parseSessionSpec } from '../../src/yoti/session-spec.js'
import { createApplication } from '../support/application.js'
import { OFFICIAL_SPECS } from './official-specs.js'
import {
  isSigned,
  respondJson,
  startYotiServer,
  type ReceivedRequest,
} from '../yoti/yoti-server.js'

const APPLICATION = createApplication()
const PUBLIC_KEY = createPublicKey(APPLICATION.publicKey)
const CREATED = {
  session_id: '0b6c1f0e-41f1-4f0e-9a55-0d4c1b8f7a10',
  client_session_token: 'token-1',
  client_session_token_ttl: 599,
}

async function startPair() {
  const server = await startYotiServer((_, res) => {
    respondJson(res, 200, CREATED)
  })
  const { sdkId, privatePem } = APPLICATION
  const { apiUrl, requests } = server
  return {
    client: server.createClient(APPLICATION),
    official: new yoti.IDVClient(sdkId, privatePem, { apiUrl }),
    /** The requests of both clients. */
    async record(callClient: () => Promise<unknown>, callOfficial: () => Promise<unknown>) {
      await callClient()
      await callOfficial()
      const [clientRequest, officialRequest] = requests.splice(0)
      if (!clientRequest || !officialRequest) throw new Error('expected two requests')
      return [clientRequest, officialRequest] as const
    },
    [Symbol.asyncDispose]: () => server.close(),
  }
}

/** Removes the nonce and timestamp, which differ between requests. */
function maskFreshValues(target: string): string {
  return target
    .replace(/nonce=[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/, 'nonce=N')
    .replace(/timestamp=\d{13}/, 'timestamp=T')
}

function expectSame(request: ReceivedRequest, official: ReceivedRequest): void {
  const describeRequest = ({ method, url, headers, body }: ReceivedRequest) => ({
    line: maskFreshValues(`${method} ${url}`),
    contentType: headers['content-type'],
    body: body.toString(),
  })
  expect(describeRequest(request)).toEqual(describeRequest(official))
  expectBothSigned(request, official)
}

function expectBothSigned(...requests: ReceivedRequest[]): void {
  expect(requests.map((request) => isSigned(request, PUBLIC_KEY))).toEqual([true, true])
}

describe('the request to create a session', () => {
  it.each(Object.entries(OFFICIAL_SPECS))(
    'equals the official request byte for byte and has only known fields: %s',
    async (_, officialSpec) => {
      await using pair = await startPair()
      const { spec, warnings } = parseSessionSpec(JSON.parse(JSON.stringify(officialSpec)))

      const [request, official] = await pair.record(
        () => pair.client.createSession(spec),
        () => pair.official.createSession(officialSpec),
      )

      expectSame(request, official)
      expect(warnings.filter(({ message }) => !message.includes(' needs '))).toEqual([])
    },
  )
})

describe('every other request', () => {
  const [SESSION, MEDIA] = ['0b6c1f0e-41f1-4f0e-9a55-0d4c1b8f7a10', 'media-1']
  type Pair = Awaited<ReturnType<typeof startPair>>
  // Responses are ignored, because the clients reject this server's responses in different ways.
  const ignore = async (call: Promise<unknown>) => {
    await call.catch(() => undefined)
  }

  it.each<
    [
      string,
      (client: Pair['client']) => Promise<unknown>,
      (official: Pair['official']) => Promise<unknown>,
    ]
  >([
    ['getSession', (c) => c.getSession(SESSION), (c) => c.getSession(SESSION)],
    ['deleteSession', (c) => c.deleteSession(SESSION), (c) => c.deleteSession(SESSION)],
    [
      'getMedia',
      async (c) => (await c.getMedia(SESSION, MEDIA))?.body.resume(),
      (c) => c.getMediaContent(SESSION, MEDIA),
    ],
    [
      'deleteMedia',
      (c) => c.deleteMedia(SESSION, MEDIA),
      (c) => c.deleteMediaContent(SESSION, MEDIA),
    ],
    [
      'getSupportedDocuments',
      (c) => c.getSupportedDocuments(),
      (c) => c.getSupportedDocuments(false),
    ],
    [
      'getSupportedDocuments including those not in Latin script',
      (c) => c.getSupportedDocuments({ includeNonLatin: true }),
      (c) => c.getSupportedDocuments(true),
    ],
    [
      'createFaceCaptureResource',
      (c) => c.createFaceCaptureResource(SESSION, { requirement_id: 'requirement-1' }),
      (c) =>
        c.createFaceCaptureResource(
          SESSION,
          new yoti.CreateFaceCaptureResourcePayloadBuilder()
            .withRequirementId('requirement-1')
            .build(),
        ),
    ],
    [
      'getSessionConfiguration',
      (c) => c.getSessionConfiguration(SESSION),
      (c) => c.getSessionConfiguration(SESSION),
    ],
    [
      'getTrackedDevices',
      (c) => c.getTrackedDevices(SESSION),
      (c) => c.getSessionTrackedDevices(SESSION),
    ],
    [
      'deleteTrackedDevices',
      (c) => c.deleteTrackedDevices(SESSION),
      (c) => c.deleteSessionTrackedDevices(SESSION),
    ],
  ])('%s equals the official request', async (_, callClient, callOfficial) => {
    await using pair = await startPair()

    const [request, official] = await pair.record(
      () => ignore(callClient(pair.client)),
      () => ignore(callOfficial(pair.official)),
    )

    expectSame(request, official)
  })

  it('uploadFaceCaptureImage sends the official fields with its own boundary', async () => {
    await using pair = await startPair()
    const content = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255])
    const payload = new yoti.UploadFaceCaptureImagePayloadBuilder()
      .forPngImage()
      .withImageContents(content)
      .build()

    const [request, official] = await pair.record(
      () =>
        pair.client.uploadFaceCaptureImage(SESSION, 'r-1', { contentType: 'image/png', content }),
      () => pair.official.uploadFaceCaptureImage(SESSION, 'r-1', payload),
    )

    expect(hideBoundary(request)).toEqual(hideBoundary(official))
    expectBothSigned(request, official)
  })
})

function hideBoundary({ method, url, headers, body }: ReceivedRequest) {
  const contentType = headers['content-type'] ?? ''
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1] ?? ''
  return {
    line: maskFreshValues(`${method} ${url}`),
    contentType: contentType.replace(boundary, 'B'),
    body: body.toString('latin1').replaceAll(boundary, 'B'),
  }
}
