import { X509Certificate } from 'node:crypto'
import { findProxy } from '#src/config/network.js'
import { readTextFile } from '#src/config/files.js'
import { fail, ok, type Finding } from './check.js'

/** Without the proxy's credentials. */
export function describeRoute(url: string): string {
  const proxyUrl = findProxy(url)
  return proxyUrl === undefined ? 'direct' : `through the proxy ${new URL(proxyUrl).host}`
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g

/** Node.js only warns about a file that it cannot use, and trusts none of it. */
export function checkExtraAuthorities(path: string, now = Date.now()): Finding {
  let text: string
  try {
    text = readTextFile(path)
  } catch {
    return fail('the file in NODE_EXTRA_CA_CERTS cannot be read', 'Correct its path, or unset it.')
  }
  const expiries = (text.match(CERTIFICATE) ?? []).map((pem) => {
    try {
      return Date.parse(new X509Certificate(pem).validTo)
    } catch {
      return undefined
    }
  })
  // The bundle of an operating system may have expired ones among many.
  const valid = expiries.filter((expiry) => expiry !== undefined && expiry > now)
  if (valid.length === 0 || expiries.includes(undefined)) {
    return fail(
      'NODE_EXTRA_CA_CERTS contains no certificate that is still valid, or one that is damaged',
      'Set it to a PEM file of the authorities, each BEGIN CERTIFICATE to END CERTIFICATE.',
    )
  }
  return ok(`${valid.length} of NODE_EXTRA_CA_CERTS trusted`)
}
