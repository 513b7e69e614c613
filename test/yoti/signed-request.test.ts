import { createHash, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { buildRequest, signRequest } from '../../src/yoti/signed-request.js'

const query = [
  ['sdkId', '11111111-2222-4333-8444-555555555555'],
  ['nonce', 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'],
  ['timestamp', '1700000000000'],
] as const
const body = {
  contentType: 'application/json',
  content: Buffer.from(
    '{"client_session_token_ttl":900,"requested_checks":[],"requested_tasks":[]}',
  ),
}
const hash = (text: string) => createHash('sha256').update(text).digest('hex')

describe('buildRequest', () => {
  it('builds the documented message of a request with a body', () => {
    const { message } = buildRequest({ method: 'POST', path: '/sessions', query, body })
    expect(message).toBe(
      'POST&/sessions?sdkId=11111111-2222-4333-8444-555555555555&nonce=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee&timestamp=1700000000000&eyJjbGllbnRfc2Vzc2lvbl90b2tlbl90dGwiOjkwMCwicmVxdWVzdGVkX2NoZWNrcyI6W10sInJlcXVlc3RlZF90YXNrcyI6W119',
    )
    expect(hash(message)).toBe('654df463d4be3c47835330e879fd8398c4d7d12753d30cadedd9b209e2f3453e')
  })

  it('builds the documented message of a request without a body', () => {
    const path = '/sessions/9f0c7f0e-0000-4000-8000-000000000001'
    const { message } = buildRequest({ method: 'GET', path, query })
    expect(message).toBe(
      'GET&/sessions/9f0c7f0e-0000-4000-8000-000000000001?sdkId=11111111-2222-4333-8444-555555555555&nonce=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee&timestamp=1700000000000',
    )
    expect(hash(message)).toBe('0eeffbcfd087696d73c19a96af40bfe22955993523e434cb4684292addd01a42')
  })

  it('encodes the query, including the apostrophe that URL parsers rewrite', () => {
    const odd = [['sdkId', "o'neil&co=?#/ é"]] as const
    const { target } = buildRequest({ method: 'GET', path: '/sessions', query: odd })
    expect(target).toBe('/sessions?sdkId=o%27neil%26co%3D%3F%23%2F%20%C3%A9')
    expect(new URL(target, 'http://localhost').search).toBe(target.slice('/sessions'.length))
  })
})

describe('signRequest', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

  it('signs the message so that the public key verifies it', async () => {
    const request = buildRequest({ method: 'POST', path: '/sessions', query, body })
    const { headers, target, content } = await signRequest(request, privateKey)
    const digest = Buffer.from(headers['X-Yoti-Auth-Digest'] ?? '', 'base64')
    expect(verify('sha256', Buffer.from(request.message), publicKey, digest)).toBe(true)
    expect(headers['Content-Type']).toBe('application/json')
    expect({ target, content }).toEqual({ target: request.target, content: body.content })
  })

  it('sends no content type without a body', async () => {
    const request = buildRequest({ method: 'GET', path: '/sessions/1', query })
    const { headers, content } = await signRequest(request, privateKey)
    expect(Object.keys(headers)).toEqual(['X-Yoti-Auth-Digest'])
    expect(content).toBeUndefined()
  })
})
