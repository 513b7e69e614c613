import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loadEnvironmentFile, normaliseEnvironment } from '#src/config/environment.js'
import { findPublicOrigin, listCertificateHosts } from '#src/config/network.js'
import { readTextFile } from '#src/config/text-file.js'
import { loadOrCreateCertificate } from '../certificate/index.js'
import { loadEmulatorPackage, type EmulatorPackage } from '../emulator-package.js'

loadEnvironmentFile(process.env)
const environment = normaliseEnvironment(process.env).values
const https = environment.get('HTTPS') ?? 'off'
const port = environment.get('EMULATOR_PORT') ?? '4000'
const host = environment.get('EMULATOR_HOST') ?? (https === 'self-signed' ? '0.0.0.0' : '127.0.0.1')
const sdkId = environment.get('YOTI_CLIENT_SDK_ID')
const key = environment.get('YOTI_KEY')
const keyFilePath = environment.get('YOTI_KEY_FILE_PATH')

const options = {
  speed: { type: 'string' },
  'record-content': { type: 'boolean' },
} as const

const dataFolder = resolve('data')

try {
  const emulator = await loadEmulatorPackage()
  const application =
    sdkId || key || keyFilePath
      ? readApplication(emulator)
      : emulator.loadOrCreateApplication(dataFolder)
  await emulator.runEmulator({
    host,
    port: parsePort(port),
    ...readFlags(process.argv.slice(2)),
    ...readTlsOptions(),
    application,
  })
} catch (err) {
  process.stderr.write(`${describeError(err)}\n`)
  process.exitCode = 1
}

function readApplication(emulator: EmulatorPackage) {
  if (!sdkId) throw new Error('Set YOTI_CLIENT_SDK_ID as well, or unset the key.')
  const pem = keyFilePath ? readTextFile(keyFilePath) : key
  if (!pem) throw new Error('Set YOTI_KEY_FILE_PATH or YOTI_KEY as well, or unset the SDK id.')
  try {
    return { sdkId, publicKey: emulator.derivePublicKey(pem), keyFilePath }
  } catch {
    const variable = keyFilePath ? 'YOTI_KEY_FILE_PATH' : 'YOTI_KEY'
    throw new Error(`${variable} is not an RSA key in PEM format.`)
  }
}

/** Uses the certificate of the server that runs in the same folder, because that server trusts it. */
function readTlsOptions() {
  if (https === 'off') return {}
  if (https !== 'self-signed') throw new Error('HTTPS must be off or self-signed.')
  const publicUrl = findPublicOrigin(host, parsePort(port), '127.0.0.1')
  const tls = loadOrCreateCertificate(dataFolder, listCertificateHosts(publicUrl))
  return host === '0.0.0.0' ? { tls, publicUrl } : { tls }
}

/** A flag takes precedence over its variable. */
function readFlags(args: string[]) {
  const { values } = parseArgs({ args, options })
  const content = environment.get('EMULATOR_RECORD_CONTENT') ?? 'off'
  if (!['on', 'off'].includes(content))
    throw new Error('EMULATOR_RECORD_CONTENT must be on or off.')
  return {
    speed: readSpeed(values.speed),
    recordContent: values['record-content'] ?? content === 'on',
  }
}

function readSpeed(flag: string | undefined): number {
  const value = flag ?? environment.get('EMULATOR_SPEED') ?? '1'
  const number = Number(value)
  if (Number.isFinite(number) && number > 0) return number
  throw new Error(`EMULATOR_SPEED or --speed must be a number above 0, not "${value}".`)
}

function parsePort(value: string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number
  throw new Error(`EMULATOR_PORT must be a port number, not "${value}".`)
}

function describeError(err: unknown): string {
  if (!(err instanceof Error)) return String(err)
  const isPortTaken = 'code' in err && err.code === 'EADDRINUSE'
  return isPortTaken ? `Port ${port} is taken. Set EMULATOR_PORT to a free port.` : err.message
}
