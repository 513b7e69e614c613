import { createHash, createPublicKey } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { isDigestValid } from '../src/http/digest.js'
import { createApplication, signMessage } from './signed-client.js'

const application = createApplication()
const publicKey = createPublicKey(application.publicKey)
const QUERY =
  'sdkId=11111111-2222-4333-8444-555555555555&nonce=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee&timestamp=1700000000000'
const BODY = Buffer.from(
  '{"client_session_token_ttl":900,"requested_checks":[],"requested_tasks":[]}',
)

// The two published examples of signed texts with their SHA-256.
const POST_TEXT = `POST&/sessions?${QUERY}&${BODY.toString('base64')}`
const GET_TEXT = `GET&/sessions/9f0c7f0e-0000-4000-8000-000000000001?${QUERY}`
const post = { method: 'POST', pathAndQuery: `/sessions?${QUERY}`, body: BODY }
const get = {
  method: 'GET',
  pathAndQuery: `/sessions/9f0c7f0e-0000-4000-8000-000000000001?${QUERY}`,
  body: Buffer.alloc(0),
}

describe('isDigestValid', () => {
  it.each([
    ['654df463d4be3c47835330e879fd8398c4d7d12753d30cadedd9b209e2f3453e', POST_TEXT, post],
    ['0eeffbcfd087696d73c19a96af40bfe22955993523e434cb4684292addd01a42', GET_TEXT, get],
  ])('accepts the published example with SHA-256 %s', (sha256, text, message) => {
    expect(createHash('sha256').update(text).digest('hex')).toBe(sha256)
    const digest = signMessage(text, application.privateKey)
    expect(isDigestValid({ ...message, digest }, publicKey)).toBe(true)
  })

  it('encodes the body bytes as standard base64 with padding', () => {
    const body = Buffer.from([0xfb, 0xff, 0xbf, 0xfe])
    const text = `PUT&/x?${QUERY}&+/+//g==`
    const digest = signMessage(text, application.privateKey)
    const message = { method: 'PUT', pathAndQuery: `/x?${QUERY}`, body, digest }
    expect(isDigestValid(message, publicKey)).toBe(true)
  })
})
