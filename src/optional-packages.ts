import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { v4 as uuid } from 'uuid'
import type { Application } from './config/config.js'
import { ConfigError } from './config/environment.js'

/** PEM. The key is a secret. */
export interface TlsCertificate {
  key: string
  cert: string
}

interface EmulatorOptions {
  host?: string
  port: number
  publicUrl?: string
  tls?: TlsCertificate | undefined
  /** Milliseconds. */
  timeline?: Record<string, number>
  speed?: number
  recordLimit?: number
  recordContent?: boolean
}

interface Emulator {
  apiUrl: string
  inboxUrl: string
  close(): Promise<void>
}

interface EmulatorPackage {
  startEmulator: (
    options: EmulatorOptions & { applications: { sdkId: string; publicKey: string }[] },
  ) => Promise<Emulator>
}

interface CertificatePackage {
  loadOrCreateCertificate(directory: string, hosts: readonly string[]): TlsCertificate
  formatHttpsInstructions(cert: string, baseUrl: string, clientUrl: string | undefined): string
}

/**
 * Starts the emulator with a new application.
 *
 * @throws ConfigError if the package is not installed
 */
export async function startOwnEmulator(
  options: EmulatorOptions,
): Promise<Emulator & { application: Application }> {
  const { startEmulator } = await loadPackage<EmulatorPackage>(
    'yoti-idv-emulator',
    'YOTI_CLIENT_SDK_ID: is not set, and this installation does not include the emulator. Set YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH to those of your application in Yoti Hub, or install the emulator.',
  )
  const sdkId = uuid()
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const emulator = await startEmulator({ ...options, applications: [{ sdkId, publicKey: pem }] })
  const { apiUrl, inboxUrl } = emulator
  const application = { sdkId, key: privateKey }
  return { apiUrl, inboxUrl, application, close: () => emulator.close() }
}

/** @throws ConfigError if the folder is not installed */
export const loadCertificatePackage = () =>
  loadPackage<CertificatePackage>(
    '#tools/certificate/index.js',
    'HTTPS: self-signed needs the folder tools/, which this installation does not include. Set HTTPS=off and let a proxy terminate TLS.',
  )

/**
 * A package that the server runs without; it comes off with its folder.
 * The specifier is not a literal, so that the build does not need the package either.
 *
 * @throws ConfigError with the problem if it is not installed
 */
export async function loadPackage<T>(specifier: string, problem: string): Promise<T> {
  try {
    return (await import(specifier)) as T
  } catch (err) {
    const { code } = err as { code?: unknown }
    const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_IMPORT_NOT_DEFINED'
    throw isMissing ? new ConfigError([problem]) : err
  }
}
