export function explainConnectionError(err: unknown): { seen: string; fix: string } {
  const code = findErrorCode(err)
  if (code !== undefined && isCertificateError(code)) {
    return {
      seen: `the certificate is not trusted (${code})`,
      fix: 'Use a certificate with the complete chain of a trusted authority. If a corporate proxy intercepts TLS, set NODE_EXTRA_CA_CERTS to the PEM file of its authority.',
    }
  }
  return {
    seen:
      (code === undefined ? undefined : ERROR_DESCRIPTIONS[code]) ??
      `no response (${code ?? 'unknown'})`,
    fix: 'Check the address, and that DNS, firewall and outgoing proxy let this machine connect to it.',
  }
}

const ERROR_DESCRIPTIONS: Record<string, string> = {
  ECONNREFUSED: 'connection refused (ECONNREFUSED)',
  ECONNRESET: 'the connection was closed (ECONNRESET)',
  ENOTFOUND: 'the host name does not resolve (ENOTFOUND)',
  EAI_AGAIN: 'the DNS server does not respond (EAI_AGAIN)',
  ETIMEDOUT: 'timed out (ETIMEDOUT)',
  EHOSTUNREACH: 'the host is unreachable (EHOSTUNREACH)',
  ENETUNREACH: 'the network is unreachable (ENETUNREACH)',
  EPROTO: 'the port does not support https (EPROTO)',
}

function isCertificateError(code: string): boolean {
  return /CERT|UNABLE_TO_|SELF_SIGNED|ERR_TLS_/.test(code)
}

export function findErrorCode(err: unknown): string | undefined {
  if (typeof err !== 'object' || err === null) return undefined
  const { code, cause, errors } = err as { code?: unknown; cause?: unknown; errors?: unknown }
  // The cause of a YOTI_ error has the code of the reason.
  if (typeof code === 'string' && !code.startsWith('YOTI_')) return code
  return findErrorCode(Array.isArray(errors) ? errors[0] : cause)
}
