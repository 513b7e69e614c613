import {
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign as signBytes,
  X509Certificate,
} from 'node:crypto'
import { isIP } from 'node:net'
import forge from 'node-forge'

/** Both as PEM. The key is a secret. */
export interface Certificate {
  key: string
  cert: string
}

const ONE_DAY_MS = 86_400_000
/** Browsers accept no certificate that is valid for longer than 398 days. */
const VALIDITY_MS = 365 * ONE_DAY_MS
const RENEW_BEFORE_MS = 7 * ONE_DAY_MS

/** A certificate that nobody vouches for, for these host names and addresses, from yesterday on. */
export function generateCertificate(hosts: readonly string[], now: number): Certificate {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const rsa = forge.pki.privateKeyFromPem(key)

  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.setRsaPublicKey(rsa.n, rsa.e)
  // A serial number is positive: its first bit is not set.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = new Date(now - ONE_DAY_MS)
  certificate.validity.notAfter = new Date(now - ONE_DAY_MS + VALIDITY_MS)
  const subject = [{ name: 'commonName', value: 'Doc Scan relying party, development only' }]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([
    // NOTE: no authority: whoever trusts it trusts this server and nothing that its key signs.
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: hosts.map(toAltName) },
  ])
  // The engine signs: node-forge's own sums now and then go wrong where there is a `navigator`.
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

/** Whether it is whole, covers every host, and lasts a while yet. */
export function isUsableCertificate(
  { key, cert }: Certificate,
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
