import { createPrivateKey, createPublicKey } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import fc from 'fast-check'
import yoti from 'yoti'
import { startEmulatorFixture } from '../../emulator/test/emulator-fixture.js'
import type { YotiClient } from '../../src/yoti/client.js'
import { parseSessionSpec } from '../../src/yoti/session-spec.js'
import {
  isSigned,
  respond,
  startYotiServer,
  type ReceivedRequest,
  type YotiServer,
} from '../yoti/yoti-server.js'
import { CALLED, METHODS, NEW_WORDS, officialSpec, toJson } from './official-builders.js'

const SESSION = '0b6c1f0e-41f1-4f0e-9a55-0d4c1b8f7a10'
const CREATED = { session_id: SESSION, client_session_token: 't', client_session_token_ttl: 599 }
/** The same cases in every run, so that a failure is one of the code. */
const RUNS = { seed: 4_132, numRuns: 250 }

let fixture: Awaited<ReturnType<typeof startEmulatorFixture>>
let server: YotiServer
let client: YotiClient
let official: yoti.IDVClient
beforeAll(async () => {
  fixture = await startEmulatorFixture()
  const { sdkId, privateKey } = fixture.application
  server = await startYotiServer(respond(200, CREATED))
  client = server.createClient({ sdkId, key: createPrivateKey(privateKey) })
  official = new yoti.IDVClient(sdkId, privateKey, { apiUrl: server.apiUrl })
})
afterAll(async () => {
  await server.close()
  await fixture.emulator.close()
})

/** What is sent and signed, without what differs between requests: nonce, timestamp and boundary. */
function describeRequest(request: ReceivedRequest) {
  const { method, url, headers, body } = request
  const contentType = headers['content-type']
  const boundary = /boundary="?([^";]+)/.exec(contentType ?? '')?.[1]
  const hideBoundary = (text: string) => (boundary ? text.replaceAll(boundary, 'B') : text)
  return {
    line: `${method} ${url}`
      .replace(/nonce=[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/, 'N')
      .replace(/timestamp=\d{13}/, 'T'),
    contentType: contentType && hideBoundary(contentType),
    body: hideBoundary(body.toString('latin1')),
    isSigned: isSigned(request, createPublicKey(fixture.application.publicKey)),
  }
}

/** Responses are ignored, because the clients reject this server's responses in different ways. */
async function expectSame(call: () => Promise<unknown>, callOfficial: () => Promise<unknown>) {
  await call().catch(() => undefined)
  await callOfficial().catch(() => undefined)
  const [request, expected] = server.requests.splice(0).map(describeRequest)
  expect(request).toEqual(expected)
  expect(request?.isSigned).toBe(true)
}

it('sends every specification of the official builders byte for byte, and knows its words', async () => {
  // A scheme and its objective are drawn separately, so they may contradict each other.
  const isExpected = new RegExp(`${NEW_WORDS.replaceAll(' ', '|')}|objective`)
  await fc.assert(
    fc.asyncProperty(officialSpec, async (built) => {
      const { spec, warnings } = parseSessionSpec(toJson(built))
      await expectSame(
        () => client.createSession(spec),
        () => official.createSession(built),
      )
      const { status, json } = await fixture.signed('POST', '/sessions', spec)
      expect([status, json.errors]).toEqual([201, undefined])
      const unknown = warnings
        .map(({ path, message }) => `${path} ${message}`)
        .filter((text) => /known field|, got /.test(text) && !isExpected.test(text))
      expect(unknown).toEqual([])
    }),
    RUNS,
  )
  expect(METHODS.filter((method) => !CALLED.has(method))).toEqual([])
})

const IMAGE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255])
const requirement = () =>
  new yoti.CreateFaceCaptureResourcePayloadBuilder().withRequirementId('requirement-1').build()
const image = () =>
  new yoti.UploadFaceCaptureImagePayloadBuilder().forPngImage().withImageContents(IMAGE).build()

it.each<[string, (c: YotiClient) => Promise<unknown>, (c: yoti.IDVClient) => Promise<unknown>]>([
  ['getSession', (c) => c.getSession(SESSION), (c) => c.getSession(SESSION)],
  ['deleteSession', (c) => c.deleteSession(SESSION), (c) => c.deleteSession(SESSION)],
  [
    'getMedia',
    async (c) => (await c.getMedia(SESSION, 'm-1'))?.body.resume(),
    (c) => c.getMediaContent(SESSION, 'm-1'),
  ],
  [
    'deleteMedia',
    (c) => c.deleteMedia(SESSION, 'm-1'),
    (c) => c.deleteMediaContent(SESSION, 'm-1'),
  ],
  [
    'getSupportedDocuments',
    (c) => c.raw.getSupportedDocuments(),
    (c) => c.getSupportedDocuments(false),
  ],
  [
    'getSupportedDocuments including those not in Latin script',
    (c) => c.raw.getSupportedDocuments({ includeNonLatin: true }),
    (c) => c.getSupportedDocuments(true),
  ],
  [
    'createFaceCaptureResource',
    (c) => c.createFaceCaptureResource(SESSION, { requirement_id: 'requirement-1' }),
    (c) => c.createFaceCaptureResource(SESSION, requirement()),
  ],
  [
    'uploadFaceCaptureImage, apart from the boundary',
    (c) => c.uploadFaceCaptureImage(SESSION, 'r-1', { contentType: 'image/png', content: IMAGE }),
    (c) => c.uploadFaceCaptureImage(SESSION, 'r-1', image()),
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
])('%s sends the official request', async (_, call, callOfficial) => {
  await expectSame(
    () => call(client),
    () => callOfficial(official),
  )
})
