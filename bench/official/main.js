// A minimal Express server on Yoti's official package, as its IDV example does it: a client for each
// request, the builders, a rendered page with the client's URL in an iframe, and a page with the result.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import express from 'express'
import yoti from 'yoti'
import { createSession } from './create-session.js'

const { IDVClient } = yoti

const { PORT, YOTI_CLIENT_SDK_ID, YOTI_KEY_FILE_PATH, YOTI_IDV_API_URL } = process.env
const pem = readFileSync(YOTI_KEY_FILE_PATH)

const app = express()
app.set('view engine', 'ejs')
app.set('views', fileURLToPath(new URL('.', import.meta.url)))

app.get('/', async (_req, res) => {
  const session = await createSession(YOTI_CLIENT_SDK_ID, pem)
  const sessionId = session.getSessionId()
  const query = `sessionID=${sessionId}&sessionToken=${session.getClientSessionToken()}`
  res.render('session', { sessionId, iframeUrl: `${YOTI_IDV_API_URL}/web/index.html?${query}` })
})

app.get('/success', async (req, res) => {
  const client = new IDVClient(YOTI_CLIENT_SDK_ID, pem)
  res.render('result', { result: await client.getSession(req.query.sessionId) })
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
