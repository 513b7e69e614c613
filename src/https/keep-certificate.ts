import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { isUsable, makeCertificate, type Certificate } from './certificate.js'

/** For programs that are to trust it, such as NODE_EXTRA_CA_CERTS. */
export const CERTIFICATE_FILE = 'https-certificate.pem'
const KEY_FILE = 'https-key.pem'

/**
 * The development certificate of this machine, kept in the directory: the same at every start, so
 * that who accepted it is not asked again, until it ends or does not cover an address.
 */
export function keepCertificate(
  directory: string,
  hosts: readonly string[],
  now = Date.now(),
): Certificate {
  const kept = readCertificate(directory)
  if (kept !== undefined && isUsable(kept, hosts, now)) return kept
  const made = makeCertificate(hosts, now)
  mkdirSync(directory, { recursive: true })
  replace(join(directory, KEY_FILE), made.key, 0o600)
  replace(join(directory, CERTIFICATE_FILE), made.cert, 0o644)
  return made
}

/** undefined when there is none yet. */
export function readCertificate(directory: string): Certificate | undefined {
  try {
    return {
      key: readFileSync(join(directory, KEY_FILE), 'utf8'),
      cert: readFileSync(join(directory, CERTIFICATE_FILE), 'utf8'),
    }
  } catch {
    return undefined
  }
}

/** Whole or not at all. A new file, since an old one would keep its mode. */
function replace(path: string, content: string, mode: number): void {
  const draft = `${path}.${randomUUID()}.tmp`
  writeFileSync(draft, content, { mode, flag: 'wx' })
  renameSync(draft, path)
}
