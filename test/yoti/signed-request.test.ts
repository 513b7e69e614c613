import { generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { signRequest, type RequestParts } from '../../src/yoti/signed-request.js'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const query = [
  ['sdkId', '11111111-2222-4333-8444-555555555555'],
  ['nonce', 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'],
  ['timestamp', '1700000000000'],
] as const
const content = Buffer.from(
  '{"client_session_token_ttl":900,"requested_checks":[],"requested_tasks":[]}',
)
const create: RequestParts = {
  method: 'POST',
  path: '/sessions',
  query,
  body: { contentType: 'application/json', content },
}
const read: RequestParts = {
  method: 'GET',
  path: '/sessions/9f0c7f0e-0000-4000-8000-000000000001',
  query,
}

describe('signRequest', () => {
  it.each<[string, RequestParts, string]>([
    [
      'with a body',
      create,
      'POST&/sessions?sdkId=11111111-2222-4333-8444-555555555555&nonce=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee&timestamp=1700000000000&eyJjbGllbnRfc2Vzc2lvbl90b2tlbl90dGwiOjkwMCwicmVxdWVzdGVkX2NoZWNrcyI6W10sInJlcXVlc3RlZF90YXNrcyI6W119',
    ],
    [
      'without a body',
      read,
      'GET&/sessions/9f0c7f0e-0000-4000-8000-000000000001?sdkId=11111111-2222-4333-8444-555555555555&nonce=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee&timestamp=1700000000000',
    ],
  ])('signs the documented message of a request %s', async (_, parts, message) => {
    const { target, headers } = await signRequest(parts, privateKey)
    const digest = Buffer.from(headers['X-Yoti-Auth-Digest'] ?? '', 'base64')
    expect(verify('sha256', Buffer.from(message), publicKey, digest)).toBe(true)
    expect(target).toBe(message.split('&').slice(1, 4).join('&'))
    expect(headers['Content-Type']).toBe(parts.body?.contentType)
  })

  it('encodes the query, including the apostrophe that URL parsers rewrite', async () => {
    const odd = [['sdkId', "o'neil&co=?#/ é"]] as const
    const { target } = await signRequest({ ...read, path: '/sessions', query: odd }, privateKey)
    expect(target).toBe('/sessions?sdkId=o%27neil%26co%3D%3F%23%2F%20%C3%A9')
    expect(new URL(target, 'http://localhost').search).toBe(target.slice('/sessions'.length))
  })
})
