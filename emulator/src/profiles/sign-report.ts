import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'

export type SignReport = (report: object) => object

/** The public half of the key is a JWK set of one key, because most samples of Yoti read the first. */
export function createReportSigner(getPublicKeyUrl: () => string) {
  const kid = randomUUID()
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' }] }
  const header = toBase64Url(JSON.stringify({ alg: 'EdDSA', kid }))

  /** Adds `proof`: a JWS with detached payload over the report whose own signature is still empty. */
  const signReport: SignReport = (report) => {
    const public_key_url = getPublicKeyUrl()
    const sealWith = (jws: string) => ({ ...report, proof: { jws, public_key_url } })
    const input = `${header}.${toBase64Url(canonicalize(sealWith('')))}`
    const signature = sign(null, Buffer.from(input), privateKey).toString('base64url')
    return sealWith(`${header}..${signature}`)
  }
  return { jwks, sign: signReport }
}

/** RFC 8785, whose strings and numbers are those of `JSON.stringify`. */
function canonicalize(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalize).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    // The default order is by UTF-16 code units, as the standard requires.
    .toSorted(([name], [other]) => (name < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalize(member)}`)
  return `{${members.join(',')}}`
}

function toBase64Url(text: string): string {
  return Buffer.from(text).toString('base64url')
}
