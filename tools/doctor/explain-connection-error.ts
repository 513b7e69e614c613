/** What a system's error code means, and what to do about it. */
export function explainConnectionError(err: unknown): { seen: string; fix: string } {
  const code = findErrorCode(err)
  if (code !== undefined && isCertificateError(code)) {
    return {
      seen: `its certificate is not trusted (${code})`,
      fix: 'Give it a certificate with the whole chain of an authority that is trusted. When a company’s proxy renews certificates, set NODE_EXTRA_CA_CERTS to the PEM file of its authority.',
    }
  }
  return {
    seen:
      (code === undefined ? undefined : ERROR_DESCRIPTIONS[code]) ??
      `no answer (${code ?? 'unknown'})`,
    fix: 'See that the address is right and that this machine may connect to it: name server, firewall, outgoing proxy.',
  }
}

const ERROR_DESCRIPTIONS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: 'the connection was cut (ECONNRESET)',
  ENOTFOUND: 'its name is unknown to the name server (ENOTFOUND)',
  EAI_AGAIN: 'the name server does not answer (EAI_AGAIN)',
  ETIMEDOUT: 'no answer in time (ETIMEDOUT)',
  EHOSTUNREACH: 'there is no way to it (EHOSTUNREACH)',
  ENETUNREACH: 'there is no network to it (ENETUNREACH)',
  EPROTO: 'it does not speak https there (EPROTO)',
}

function isCertificateError(code: string): boolean {
  return /CERT|UNABLE_TO_|SELF_SIGNED|ERR_TLS_/.test(code)
}

/** The first code on the way down to the cause. */
export function findErrorCode(err: unknown): string | undefined {
  if (typeof err !== 'object' || err === null) return undefined
  const { code, cause, errors } = err as { code?: unknown; cause?: unknown; errors?: unknown }
  // Ours say who failed, what is below them says why.
  if (typeof code === 'string' && !code.startsWith('YOTI_')) return code
  return findErrorCode(Array.isArray(errors) ? errors[0] : cause)
}
