import { describe, expect, it } from '@jest/globals'
import { createHmac } from 'node:crypto'
import {
  createHashUserReference,
  createNotificationTokens,
  deriveKeys,
} from '../../src/secrets/derived-keys.js'
import { hashToken, generateHandoverToken } from '../../src/secrets/handover-token.js'

const OLD = 'an old secret of the tests, long enough'
const NEW = 'a new secret of the tests, long enough'

it('derives a key with HKDF-SHA256 (RFC 5869) and an empty salt', () => {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(OLD).digest()
  const expanded = createHmac('sha256', extracted).update('one\x01').digest()
  expect(deriveKeys([OLD], 'one')[0]).toEqual(expanded)
})

describe('a notification token', () => {
  const tokens = createNotificationTokens([OLD])
  const token = tokens.derive('reference-1')

  it('matches only the session that it was derived for', () => {
    expect(token).toMatch(/^reference-1\.[A-Za-z0-9_-]{43}$/)
    expect(tokens.verify(token)).toBe('reference-1')
    expect(tokens.matches('reference-1', token)).toBe(true)
    // As earlier releases derived it.
    expect(tokens.matches('reference-1', token.slice('reference-1.'.length))).toBe(true)
    expect(tokens.matches('reference-2', token)).toBe(false)
    expect(tokens.matches('', token)).toBe(false)
  })

  it.each([
    ['an empty token', ''],
    ['the first half', token.slice(0, 20)],
    ['a longer token', `${token}A`],
    ['another case', token.toLowerCase()],
    ['the reference', 'reference-1'],
  ])('does not match %s', (_what, given) => {
    expect(tokens.matches('reference-1', given)).toBe(false)
    expect(tokens.verify(given)).toBeUndefined()
  })

  it('matches while its secret is in the list', () => {
    const rotating = createNotificationTokens([NEW, OLD])
    expect(rotating.matches('reference-1', token)).toBe(true)
    expect(rotating.derive('reference-1')).not.toBe(token)
    const after = createNotificationTokens([NEW])
    expect(after.matches('reference-1', rotating.derive('reference-1'))).toBe(true)
    expect(after.matches('reference-1', token)).toBe(false)
    expect(after.verify(token)).toBeUndefined()
  })
})

describe('a handover token', () => {
  it('has 256 random bits and is hashed with SHA-256', () => {
    const [first, second] = [generateHandoverToken(), generateHandoverToken()]
    expect(Buffer.from(first, 'base64url')).toHaveLength(32)
    expect(first).not.toBe(second)
    expect(hashToken(first)).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(hashToken(first)).not.toBe(hashToken(second))
    // FIPS 180-2, SHA-256 of "abc".
    expect(hashToken('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
  })
})

describe('the hash of a user reference', () => {
  it('differs for each caller, reference and secret', () => {
    const hash = createHashUserReference([OLD])
    const hashes = [
      hash('shop', 'user-1'),
      hash('bank', 'user-1'),
      hash('shop', 'user-2'),
      createHashUserReference([NEW])('shop', 'user-1'),
    ].flat()
    expect(new Set(hashes).size).toBe(4)
  })

  it('comes first for the current secret, then for each older one, when APP_SECRET is a list', () => {
    const [oldHash] = createHashUserReference([OLD])('shop', 'user-1')
    const [newHash] = createHashUserReference([NEW])('shop', 'user-1')
    expect(createHashUserReference([NEW, OLD])('shop', 'user-1')).toEqual([newHash, oldHash])
  })
})
