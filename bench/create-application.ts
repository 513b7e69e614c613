import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import forge from 'node-forge'

/** An application and a certificate for this run, as environment variables of all processes. */
export function createApplication(directory: string): Record<string, string> {
  const keep = (name: string, content: string) => {
    const path = join(directory, name)
    writeFileSync(path, content)
    return path
  }
  const application = createKeys()
  const tls = createKeys()
  return {
    YOTI_CLIENT_SDK_ID: randomUUID(),
    YOTI_KEY_FILE_PATH: keep('key.pem', application.privateKey),
    PUBLIC_KEY_FILE_PATH: keep('public-key.pem', application.publicKey),
    TLS_KEY_FILE_PATH: keep('tls-key.pem', tls.privateKey),
    // Node trusts the certificates in this file.
    NODE_EXTRA_CA_CERTS: keep('tls-certificate.pem', createCertificate(tls)),
  }
}

interface Keys {
  privateKey: string
  publicKey: string
}

function createKeys(): Keys {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
}

/** Self-signed, for 127.0.0.1, valid for one day. */
function createCertificate({ privateKey, publicKey }: Keys): string {
  const certificate = forge.pki.createCertificate()
  const name = [{ name: 'commonName', value: '127.0.0.1' }]
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey)
  certificate.serialNumber = '01'
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000)
  certificate.setSubject(name)
  certificate.setIssuer(name)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ])
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate)
}
