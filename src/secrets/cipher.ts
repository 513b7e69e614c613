import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { deriveKeys } from './derived-keys.js'

export interface Cipher {
  /** @param context authenticated: decryption needs the same context */
  encrypt(text: string, context: string): string
  /** Returns undefined if no secret matches, or if text or context were changed. */
  decrypt(ciphertext: string, context: string): string | undefined
}

const ALGORITHM = 'aes-256-gcm'
const VERSION_PREFIX = 'v1.'
const IV_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM (NIST SP 800-38D). The first secret encrypts, all of them decrypt. */
export function createCipher(appSecrets: readonly string[]): Cipher {
  const keys = deriveKeys(appSecrets, 'encrypt what is stored')

  return {
    encrypt(text, context) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, keys[0], iv).setAAD(Buffer.from(context))
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return (
        VERSION_PREFIX + Buffer.concat([iv, cipher.getAuthTag(), content]).toString('base64url')
      )
    },
    decrypt(ciphertext, context) {
      if (!ciphertext.startsWith(VERSION_PREFIX)) return undefined
      const encoded = ciphertext.slice(VERSION_PREFIX.length)
      const bytes = Buffer.from(encoded, 'base64url')
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined
      // Node ignores characters and bits that do not belong there.
      if (bytes.toString('base64url') !== encoded) return undefined
      for (const key of keys) {
        const text = decryptWith(key, bytes, context)
        if (text !== undefined) return text
      }
      return undefined
    },
  }
}

function decryptWith(key: Buffer, bytes: Buffer, context: string): string | undefined {
  const options = { authTagLength: TAG_BYTES }
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), options)
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    const content = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES))
    return Buffer.concat([content, decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
