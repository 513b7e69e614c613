import { describe, expect, it } from '@jest/globals'
import { createCipher } from '../../src/secrets/cipher.js'

const OLD = 'an old secret of the tests, long enough'
const NEW = 'a new secret of the tests, long enough'
const TEXT = 'a client session token, ünd möre'

describe('the cipher', () => {
  const cipher = createCipher([OLD])

  it('decrypts what it encrypted, and encrypts differently each time', () => {
    const [first, second] = [cipher.encrypt(TEXT, 'session-1'), cipher.encrypt(TEXT, 'session-1')]
    expect(first).toMatch(/^v1\.[A-Za-z0-9_-]+$/)
    expect(first).not.toBe(second)
    expect(cipher.decrypt(first, 'session-1')).toBe(TEXT)
    expect(cipher.decrypt(second, 'session-1')).toBe(TEXT)
    expect(cipher.decrypt(cipher.encrypt('', 'session-1'), 'session-1')).toBe('')
  })

  it('does not decrypt with another context', () => {
    expect(cipher.decrypt(cipher.encrypt(TEXT, 'session-1'), 'session-2')).toBeUndefined()
  })

  it('does not decrypt when any byte is changed', () => {
    const sealed = cipher.encrypt(TEXT, 'session-1')
    const bytes = Buffer.from(sealed.slice('v1.'.length), 'base64url')
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index)
      expect(cipher.decrypt(`v1.${changed.toString('base64url')}`, 'session-1')).toBeUndefined()
    }
  })

  it.each(['', 'v1.', 'v1.AAAA', 'v2.AAAA', 'nonsense', `v1.${'A'.repeat(100)}`])(
    'returns undefined for %j',
    (sealed) => {
      expect(cipher.decrypt(sealed, 'session-1')).toBeUndefined()
    },
  )

  it('decrypts with an older secret, encrypts with the first, and rejects an unknown one', () => {
    const rotating = createCipher([NEW, OLD])
    expect(rotating.decrypt(cipher.encrypt(TEXT, 'session-1'), 'session-1')).toBe(TEXT)
    const written = rotating.encrypt(TEXT, 'session-1')
    expect(createCipher([NEW]).decrypt(written, 'session-1')).toBe(TEXT)
    expect(cipher.decrypt(written, 'session-1')).toBeUndefined()
  })
})
