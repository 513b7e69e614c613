// The official package in Express with what this server promises when a session is created: a form and
// a redirect, an owner's cookie, security headers, a log line, and the same rows in the same SQLite,
// the attempt before Yoti is called. Only the session's creation and its page.
import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import express from 'express'
import helmet from 'helmet'
import Libsql from 'libsql'
import { pino } from 'pino'
import { pinoHttp } from 'pino-http'
import { openDatabase } from '../../dist/store/database.js'
import { createSession } from '../official/create-session.js'
import { SESSION_SPEC } from '../session-spec.js'

const { PORT, YOTI_CLIENT_SDK_ID, YOTI_KEY_FILE_PATH, YOTI_IDV_API_URL, DATABASE_URL } = process.env
const pem = readFileSync(YOTI_KEY_FILE_PATH)
const key = randomBytes(32)

await (await openDatabase(DATABASE_URL)).close()
const db = new Libsql(DATABASE_URL.slice('file:'.length))
for (const pragma of ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = NORMAL']) {
  db.pragma(pragma)
}
const prepareInsert = (table, row) => {
  const columns = Object.keys(row)
  const slots = columns.map((column) => `@${column}`)
  return db.prepare(`insert into ${table} (${columns.join()}) values (${slots.join()})`)
}
const insert = (table, row) => prepareInsert(table, row).run(row)

const app = express()
app.set('view engine', 'ejs')
app.set('views', fileURLToPath(new URL('../official', import.meta.url)))
app.use(pinoHttp({ logger: pino(), genReqId: () => randomUUID() }))
app.use(helmet())
app.use((_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
})

app.get('/healthz', (_req, res) => {
  res.json({ status: 'ok' })
})

app.post('/sessions', express.urlencoded({ extended: false }), async (req, res) => {
  if (req.get('Origin') !== `http://127.0.0.1:${PORT}`) {
    res.status(403).end()
    return
  }
  const owner = readOwner(req) ?? randomBytes(32).toString('base64url')
  res.cookie('owner', owner, { httpOnly: true, sameSite: 'lax', maxAge: 86_400_000 })
  const ownerHash = hash(owner)
  const latest = db
    .prepare('select session_id from sessions where owner_hash = ? order by created_at desc')
    .get(ownerHash)
  if (latest !== undefined) {
    res.redirect(303, `/sessions/${latest.session_id}`)
    return
  }
  const reference = randomUUID()
  insert('session_attempts', {
    reference,
    subject_hash: ownerHash,
    billed: 1,
    created_at: Date.now(),
  })
  const session = await createSession(YOTI_CLIENT_SDK_ID, pem)
  const sessionId = session.getSessionId()
  storeSession(sessionId, session.getClientSessionToken(), reference, ownerHash)
  res.redirect(303, `/sessions/${sessionId}`)
})

app.get('/sessions/:sessionId', (req, res) => {
  const { sessionId } = req.params
  const row = db.prepare('select * from sessions where session_id = ?').get(sessionId)
  const owner = readOwner(req)
  if (row === undefined || owner === undefined || row.owner_hash !== hash(owner)) {
    res.status(404).end()
    return
  }
  const query = `sessionID=${sessionId}&sessionToken=${decrypt(row.client_session_token)}`
  res.render('session', { sessionId, iframeUrl: `${YOTI_IDV_API_URL}/web/index.html?${query}` })
})

app.listen(Number(PORT), '127.0.0.1')

function storeSession(sessionId, token, reference, ownerHash) {
  const now = Date.now()
  const { requested_checks, client_session_token_ttl } = SESSION_SPEC
  db.transaction(() => {
    insert('sessions', {
      session_id: sessionId,
      reference,
      target: 'emulator',
      owner_hash: ownerHash,
      preset_name: 'default',
      outcome_criteria: JSON.stringify({
        requested_checks: requested_checks.map(({ type }) => ({ type })),
      }),
      state: 'ONGOING',
      outcome: 'PENDING',
      reasons: '[]',
      checks: '[]',
      client_session_token: encrypt(token),
      created_at: now,
      token_expires_at: now + client_session_token_ttl * 1000,
      last_refreshed_at: now,
    })
    insert('jobs', {
      id: `${sessionId}/refresh`,
      type: 'refresh',
      session_id: sessionId,
      event_rank: 0,
      state: 'waiting',
      due_at: now + 30_000,
      created_at: now,
    })
    db.prepare('update session_attempts set finished = 1 where reference = ?').run(reference)
  })()
}

function readOwner(req) {
  return /(?:^|; )owner=([\w-]{43})/.exec(req.get('Cookie') ?? '')?.[1]
}

function hash(text) {
  return createHash('sha256').update(text).digest('base64url')
}

function encrypt(text) {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), content]).toString('base64url')
}

function decrypt(text) {
  const bytes = Buffer.from(text, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return decipher.update(bytes.subarray(28)) + decipher.final('utf8')
}
