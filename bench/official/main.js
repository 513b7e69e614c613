// A minimal Express server on Yoti's official package, as its IDV example does it: a client for each
// request, the builders, and a rendered page with the client's URL in an iframe.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import express from 'express'
import yoti from 'yoti'
import { SESSION_SPEC } from '../session-spec.js'

const {
  IDVClient,
  RequestedDocumentAuthenticityCheckBuilder,
  RequestedFaceMatchCheckBuilder,
  RequestedLivenessCheckBuilder,
  RequestedTextExtractionTaskBuilder,
  SdkConfigBuilder,
  SessionSpecificationBuilder,
} = yoti

// The package reads YOTI_IDV_API_URL.
const { PORT, YOTI_CLIENT_SDK_ID, YOTI_KEY_FILE_PATH, YOTI_IDV_API_URL } = process.env
const pem = readFileSync(YOTI_KEY_FILE_PATH)

const app = express()
app.set('view engine', 'ejs')
app.set('views', fileURLToPath(new URL('.', import.meta.url)))

app.get('/', async (_req, res) => {
  const session = await createSession()
  const sessionId = session.getSessionId()
  const query = `sessionID=${sessionId}&sessionToken=${session.getClientSessionToken()}`
  res.render('session', { sessionId, iframeUrl: `${YOTI_IDV_API_URL}/web/index.html?${query}` })
})

app.get('/media', async (req, res) => {
  const { sessionId, mediaId } = req.query
  const client = new IDVClient(YOTI_CLIENT_SDK_ID, pem)
  const media = await client.getMediaContent(sessionId, mediaId)
  if (media === null) {
    res.status(204).end()
  } else {
    res.set('Content-Type', media.getMimeType())
    res.status(200).end(media.getContent())
  }
})

app.listen(Number(PORT), '127.0.0.1')

function createSession() {
  const { sdk_config, client_session_token_ttl, resources_ttl } = SESSION_SPEC
  const spec = new SessionSpecificationBuilder()
    .withClientSessionTokenTtl(client_session_token_ttl)
    .withResourcesTtl(resources_ttl)
    .withRequestedCheck(
      new RequestedDocumentAuthenticityCheckBuilder().withManualCheckFallback().build(),
    )
    .withRequestedCheck(
      new RequestedLivenessCheckBuilder().forStaticLiveness().withMaxRetries(3).build(),
    )
    .withRequestedCheck(new RequestedFaceMatchCheckBuilder().withManualCheckFallback().build())
    .withRequestedTask(new RequestedTextExtractionTaskBuilder().withManualCheckFallback().build())
    .withSdkConfig(
      new SdkConfigBuilder()
        .withSuccessUrl(sdk_config.success_url)
        .withErrorUrl(sdk_config.error_url)
        .withPrivacyPolicyUrl(sdk_config.privacy_policy_url)
        .build(),
    )
    .build()
  return new IDVClient(YOTI_CLIENT_SDK_ID, pem).createSession(spec)
}
