import { randomBytes } from 'node:crypto'
import { createDesk, discoverProvider } from './desk.js'

const { DESK_PORT = '5100', VERIFY_URL = 'http://localhost:3000' } = process.env
const { DESK_BASE_URL = `http://localhost:${DESK_PORT}` } = process.env
const { AUDIT_FILE = 'data/review-desk-audit.jsonl', REQUIRED_GROUP, GROUPS_CLAIM } = process.env
const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_SCOPE, API_KEY } = process.env
const { SESSION_SECRET = randomBytes(32).toString('hex') } = process.env

if (!API_KEY || !OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) {
  console.error(
    'Set API_KEY, OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET as described in examples/review-desk/README.md.',
  )
  process.exit(1)
}

const provider = await discoverProvider({
  issuer: OIDC_ISSUER,
  clientId: OIDC_CLIENT_ID,
  clientSecret: OIDC_CLIENT_SECRET,
})
const desk = createDesk({
  verifyUrl: VERIFY_URL,
  apiKey: API_KEY,
  baseUrl: DESK_BASE_URL,
  provider,
  auditFile: AUDIT_FILE,
  sessionSecret: SESSION_SECRET,
  requiredGroup: REQUIRED_GROUP,
  groupsClaim: GROUPS_CLAIM,
  scope: OIDC_SCOPE,
})
desk.listen(Number(DESK_PORT), '127.0.0.1', (error) => {
  if (error) {
    console.error(`Port ${DESK_PORT}: ${error.message}. Set DESK_PORT to another port.`)
    process.exit(1)
  }
  console.log(`Review cases at ${DESK_BASE_URL}`)
})
