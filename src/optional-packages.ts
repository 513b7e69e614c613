/** What the server uses of packages that it runs without; each comes off with its folder. */
const EMULATOR = 'yoti-idv-emulator'
const CERTIFICATE = '#tools/certificate/index.js'

/** PEM. The key is a secret. */
export interface TlsCertificate {
  key: string
  cert: string
}

export interface EmulatorPackage {
  startEmulator(options: {
    host: string
    port: number
    tls: TlsCertificate | undefined
    applications: { sdkId: string; publicKey: string }[]
    recordContent: boolean
  }): Promise<{ apiUrl: string; inboxUrl: string; close(): Promise<void> }>
}

export interface CertificatePackage {
  loadOrCreateCertificate(directory: string, hosts: readonly string[]): TlsCertificate
  formatHttpsInstructions(cert: string, baseUrl: string, clientUrl: string | undefined): string
}

/** Resolves to undefined when the package is not installed. */
export const loadEmulatorPackage = () => loadOptionalPackage<EmulatorPackage>(EMULATOR)

/** Resolves to undefined when the folder is not installed. */
export const loadCertificatePackage = () => loadOptionalPackage<CertificatePackage>(CERTIFICATE)

// The specifier is not a literal, so that the build does not need the package either.
async function loadOptionalPackage<T>(specifier: string): Promise<T | undefined> {
  try {
    return (await import(specifier)) as T
  } catch (err) {
    const { code } = err as { code?: unknown }
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_IMPORT_NOT_DEFINED') {
      return undefined
    }
    throw err
  }
}
