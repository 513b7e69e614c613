import {
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign as signBytes,
  X509Certificate,
} from 'node:crypto'
import { isIP } from 'node:net'
import forge from 'node-forge'
import type { TlsCertificate } from '#src/optional-packages.js'

const ONE_DAY_MS = 86_400_000
/** Browsers reject certificates that are valid for more than 398 days. */
const VALIDITY_MS = 365 * ONE_DAY_MS
const RENEW_BEFORE_MS = 7 * ONE_DAY_MS

/** Creates a self-signed certificate. It is valid from yesterday, in case a client's clock is behind. */
export function generateCertificate(hosts: readonly string[], now: number): TlsCertificate {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const rsa = forge.pki.privateKeyFromPem(key)

  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.setRsaPublicKey(rsa.n, rsa.e)
  // The first bit must be 0, because a serial number is positive.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = new Date(now - ONE_DAY_MS)
  certificate.validity.notAfter = new Date(now - ONE_DAY_MS + VALIDITY_MS)
  const subject = [{ name: 'commonName', value: 'Doc Scan relying party, development only' }]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([
    // Not a CA, so trusting it does not extend to other certificates.
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: hosts.map(toAltName) },
  ])
  // Signs with node:crypto, because node-forge's signatures are sometimes wrong if `navigator` exists.
  const sign = () => {
    const content = forge.asn1.toDer(certificate.tbsCertificate).getBytes()
    return signBytes('sha256', Buffer.from(content, 'latin1'), privateKey).toString('latin1')
  }
  certificate.sign({ ...rsa, sign }, forge.md.sha256.create())
  return { key, cert: forge.pki.certificateToPem(certificate).replaceAll('\r', '') }
}

const ALT_NAME_DNS = 2
const ALT_NAME_IP = 7

function toAltName(host: string): object {
  return isIP(host) === 0 ? { type: ALT_NAME_DNS, value: host } : { type: ALT_NAME_IP, ip: host }
}

export function isUsableCertificate(
  { key, cert }: TlsCertificate,
  hosts: readonly string[],
  now: number,
) {
  try {
    const parsed = new X509Certificate(cert)
    return (
      parsed.checkPrivateKey(createPrivateKey(key)) &&
      Date.parse(parsed.validFrom) <= now &&
      Date.parse(parsed.validTo) - RENEW_BEFORE_MS > now &&
      hosts.every((host) => (isIP(host) === 0 ? parsed.checkHost(host) : parsed.checkIP(host)))
    )
  } catch {
    return false
  }
}
