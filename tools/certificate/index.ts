import { randomUUID, X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TlsCertificate } from '#src/optional-packages.js'
import { generateCertificate, isUsableCertificate } from './certificate.js'

/** For programs that must trust it, for example with NODE_EXTRA_CA_CERTS. */
const CERTIFICATE_FILE = 'https-certificate.pem'
const KEY_FILE = 'https-key.pem'

/** Keeps the certificate while it is usable, so that browsers which accepted it do not warn again. */
export function loadOrCreateCertificate(
  directory: string,
  hosts: readonly string[],
  now = Date.now(),
): TlsCertificate {
  const existing = loadCertificate(directory)
  if (existing !== undefined && isUsableCertificate(existing, hosts, now)) return existing
  const created = generateCertificate(hosts, now)
  mkdirSync(directory, { recursive: true })
  replaceFile(join(directory, KEY_FILE), created.key, 0o600)
  replaceFile(join(directory, CERTIFICATE_FILE), created.cert, 0o644)
  return created
}

export function loadCertificate(directory: string): TlsCertificate | undefined {
  try {
    return {
      key: readFileSync(join(directory, KEY_FILE), 'utf8'),
      cert: readFileSync(join(directory, CERTIFICATE_FILE), 'utf8'),
    }
  } catch {
    return undefined
  }
}

/** Atomic. Creates a new file, because an existing one would keep its mode. */
function replaceFile(path: string, content: string, mode: number): void {
  const temporaryPath = `${path}.${randomUUID()}.tmp`
  writeFileSync(temporaryPath, content, { mode, flag: 'wx' })
  renameSync(temporaryPath, path)
}

export function formatHttpsInstructions(
  cert: string,
  baseUrl: string,
  yotiClientUrl: string | undefined,
) {
  const { fingerprint256, validTo } = new X509Certificate(cert)
  return `  On your phone, on the same network:
  1. Open ${baseUrl}. The browser warns that the connection is not private or the
     certificate is not trusted, because this machine generated it for development.
     Continue anyway (Advanced, then Proceed; in Safari: Show Details, then visit this
     website).${
       yotiClientUrl === undefined
         ? ''
         : `
  2. Open ${yotiClientUrl} once and accept its certificate
     too, because browsers show no certificate warning inside a frame. Then return to step 1 and start.`
     }
  Certificate valid until ${validTo}, SHA-256 fingerprint:
  ${fingerprint256}

`
}
