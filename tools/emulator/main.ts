import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { config as loadEnvironment } from 'dotenv'
import { loadOrCreateCertificate } from '../certificate/load-or-create-certificate.js'
import { findLanAddress, listCertificateHosts } from '#src/config/own-addresses.js'
import { loadEmulatorPackage, type Emulator } from '../emulator-package.js'

loadEnvironment({ quiet: true })
const { HTTPS: https = 'off', EMULATOR_PORT: port = '4000' } = process.env
const { EMULATOR_HOST: host = https === 'self-signed' ? '0.0.0.0' : '127.0.0.1' } = process.env
const { YOTI_CLIENT_SDK_ID: sdkId, YOTI_KEY: key, YOTI_KEY_FILE_PATH: keyFilePath } = process.env

const { derivePublicKey, loadOrCreateApplication, startEmulator } = await loadEmulatorPackage()

const dataFolder = resolve('data')

try {
  const application = loadApplication()
  const emulator = await startEmulator({
    host,
    port: parsePort(port),
    ...readTlsOptions(),
    applications: [application],
    recordContent: false,
  })
  printStartupMessage(emulator, application)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void emulator.close())
  }
} catch (err) {
  process.stderr.write(`${describeError(err)}\n`)
  process.exitCode = 1
}

function loadApplication() {
  if (!sdkId && !key && !keyFilePath) {
    return loadOrCreateApplication(dataFolder)
  }
  if (!sdkId)
    throw new Error('YOTI_CLIENT_SDK_ID is missing beside the key: set it, or unset both.')
  const pem = keyFilePath ? readFileSync(keyFilePath, 'utf8') : key
  if (!pem) throw new Error('Set YOTI_KEY_FILE_PATH or YOTI_KEY beside YOTI_CLIENT_SDK_ID.')
  try {
    return { sdkId, publicKey: derivePublicKey(pem) }
  } catch {
    const variable = keyFilePath ? 'YOTI_KEY_FILE_PATH' : 'YOTI_KEY'
    throw new Error(
      `${variable} holds no private key that can be read: give it the PEM of an RSA key.`,
    )
  }
}

/** By the certificate of the server that runs in the same folder, which trusts it therefore. */
function readTlsOptions() {
  if (https === 'off' || https === '') return {}
  if (https !== 'self-signed') throw new Error('HTTPS must be off or self-signed.')
  const lanAddress = host === '0.0.0.0' ? findLanAddress() : undefined
  const publicUrl = `https://${lanAddress ?? ''}:${port}`
  return {
    tls: loadOrCreateCertificate(
      dataFolder,
      listCertificateHosts(`https://${lanAddress ?? 'localhost'}`),
    ),
    ...(lanAddress === undefined ? {} : { publicUrl }),
  }
}

function parsePort(value: string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number
  throw new Error(`EMULATOR_PORT must be a port number, not "${value}".`)
}

function printStartupMessage(
  emulator: Emulator,
  application: { sdkId: string; keyFilePath?: string },
): void {
  const settings = [
    `YOTI_CLIENT_SDK_ID=${application.sdkId}`,
    `YOTI_KEY_FILE_PATH=${application.keyFilePath ?? ''}`,
    `YOTI_IDV_API_URL=${emulator.apiUrl}`,
  ]
  process.stdout.write(`The emulator of Yoti listens at ${emulator.url}\n`)
  process.stdout.write(`Its inbox shows every request and notification: ${emulator.inboxUrl}\n`)
  process.stdout.write(
    application.keyFilePath === undefined
      ? `Point the server at it with YOTI_IDV_API_URL=${emulator.apiUrl}\n`
      : `To use it, put this into .env:\n\n${settings.join('\n')}\n`,
  )
}

function describeError(err: unknown): string {
  if (!(err instanceof Error)) return String(err)
  const taken = 'code' in err && err.code === 'EADDRINUSE'
  return taken ? `Port ${port} is taken. Set EMULATOR_PORT to a free port.` : err.message
}
