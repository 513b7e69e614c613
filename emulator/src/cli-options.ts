import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { parseArgs } from 'node:util'
import { derivePublicKey, loadOrCreateApplication, UUID } from './application.js'
import type { RunOptions } from './run-emulator.js'

type CliOptions = ReturnType<typeof parseCliOptions>

export class UsageError extends Error {}

export function parseCliOptions(
  args: string[],
  { EMULATOR_SPEED: defaultSpeed = '1', EMULATOR_RECORD_CONTENT: content }: NodeJS.ProcessEnv = {},
) {
  return parseArgs({
    args,
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '4000' },
      'public-url': { type: 'string' },
      'sdk-id': { type: 'string' },
      key: { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      speed: { type: 'string', default: defaultSpeed },
      'record-content': { type: 'boolean', default: content === 'on' },
      help: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
    },
  }).values
}

/** @throws UsageError, or an Error for a file that cannot be used */
export function toRunOptions(options: CliOptions): RunOptions {
  const { host, port, speed, 'public-url': publicUrl, 'sdk-id': sdkId } = options
  const isPort = /^\d+$/.test(port) && Number(port) <= 65_535
  requireThat(isPort, '--port', port, 'a number from 0 to 65535')
  const isSpeed = Number.isFinite(Number(speed)) && Number(speed) > 0
  requireThat(isSpeed, '--speed', speed, 'a number above 0')
  const isUrl = publicUrl === undefined || (/^https?:/i.test(publicUrl) && URL.canParse(publicUrl))
  requireThat(isUrl, '--public-url', publicUrl, 'an http or https URL')
  const isUuid = sdkId === undefined || UUID.test(sdkId)
  requireThat(isUuid, '--sdk-id', sdkId, 'a UUID')
  return {
    host,
    port: Number(port),
    speed: Number(speed),
    recordContent: options['record-content'],
    tls: readTls(options),
    application: findApplication(options),
    ...(publicUrl === undefined ? {} : { publicUrl: new URL(publicUrl).origin }),
  }
}

function requireThat(isRight: boolean, flag: string, value: string | undefined, expected: string) {
  if (!isRight) throw new UsageError(`${flag} must be ${expected}, not "${value}".`)
}

function findApplication({ 'sdk-id': sdkId, key: keyFile }: CliOptions): RunOptions['application'] {
  const key = keyFile === undefined ? undefined : readKey(keyFile)
  if (sdkId !== undefined && key !== undefined) return { sdkId, ...key }
  const created = loadOrCreateApplication(resolve('data'))
  return { ...created, ...(sdkId === undefined ? {} : { sdkId }), ...key }
}

function readKey(file: string) {
  const pem = readFile('--key', file)
  try {
    const keyFilePath = pem.includes('PRIVATE KEY') ? resolve(file) : undefined
    return { publicKey: derivePublicKey(pem), keyFilePath }
  } catch {
    throw new Error(`--key: ${file} is not an RSA key. Use a private or public key in PEM format.`)
  }
}

function readTls({ 'tls-cert': cert, 'tls-key': key }: CliOptions): RunOptions['tls'] {
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined) throw new UsageError('--tls-key needs --tls-cert. Set both or neither.')
  if (key === undefined) throw new UsageError('--tls-cert needs --tls-key. Set both or neither.')
  const tls = { cert: readFile('--tls-cert', cert), key: readFile('--tls-key', key) }
  try {
    createSecureContext(tls)
  } catch {
    throw new Error(
      '--tls-cert and --tls-key are not a certificate and its private key in PEM format.',
    )
  }
  return tls
}

function readFile(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (err) {
    const { code = String(err) } = err as NodeJS.ErrnoException
    throw new Error(`${flag}: cannot read ${file} (${code}). Check the path and its permissions.`)
  }
}
