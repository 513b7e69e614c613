// The minimum cost of creating a session in Node: no framework, no validation, one
// asynchronous signature, one POST over a keep-alive connection, a small page.
import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'
import { SESSION_SPEC } from '../session-spec.js'

// Shorter than the emulator's timeout, so that no request uses a closing socket.
const IDLE_SOCKET_TIMEOUT = 3000

const { PORT, YOTI_CLIENT_SDK_ID, YOTI_KEY_FILE_PATH, YOTI_IDV_API_URL } = process.env
const key = createPrivateKey(readFileSync(YOTI_KEY_FILE_PATH))
const { Agent, request } = YOTI_IDV_API_URL.startsWith('https:') ? https : http
const agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: IDLE_SOCKET_TIMEOUT })
const body = JSON.stringify(SESSION_SPEC)
const signedBody = Buffer.from(body).toString('base64')

http
  .createServer((_req, res) => {
    void createSession().then(({ session_id, client_session_token }) => {
      const query = `sessionID=${session_id}&sessionToken=${client_session_token}`
      res.setHeader('Content-Type', 'text/html; charset=utf-8')
      res.end(`<!doctype html><title>Check</title><iframe src="${YOTI_IDV_API_URL}/web?${query}">`)
    })
  })
  .listen(Number(PORT), '127.0.0.1')

async function createSession() {
  const query = `sdkId=${YOTI_CLIENT_SDK_ID}&nonce=${randomUUID()}&timestamp=${Date.now()}`
  const target = `/sessions?${query}`
  const digest = await createDigest(`POST&${target}&${signedBody}`)
  return JSON.parse(await post(target, digest))
}

function createDigest(message) {
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(message), key, (err, signature) => {
      if (err) reject(err)
      else resolve(signature.toString('base64'))
    })
  })
}

function post(target, digest) {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'X-Yoti-Auth-Digest': digest }
    const sent = request(
      YOTI_IDV_API_URL + target,
      { method: 'POST', agent, headers },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part) => (text += part))
        answer.on('end', () => {
          resolve(text)
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
