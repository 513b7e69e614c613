#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { parseCliOptions, toRunOptions, UsageError } from './cli-options.js'
import { runEmulator } from './run-emulator.js'

const USAGE = `Usage: yoti-idv-emulator [options]

Emulates the Yoti IDV (Doc Scan) API and its client page on this machine.

  --host ADDRESS      address to listen on (default 127.0.0.1)
  --port PORT         port to listen on, 0 for any free port (default 4000)
  --public-url URL    origin where browsers and relying parties reach the emulator
  --sdk-id UUID       SDK id of the application to accept
  --key FILE          private or public RSA key of that application, PEM
  --tls-cert FILE     serve https with this certificate, PEM
  --tls-key FILE      private key of the certificate, PEM
  --speed N           run checks N times as fast (default EMULATOR_SPEED, or 1)
  --record-content    keep the bodies of requests and show them in the inbox: test data only
                      (default: on if EMULATOR_RECORD_CONTENT is on)
  --help              print this text
  --version           print the version

Without --sdk-id or --key, the emulator creates an SDK id and a private key in ./data,
uses them again at the next start, and prints both.
`

const LISTEN_ERRORS: Partial<Record<string, string>> = {
  EADDRINUSE: 'The port is taken. Choose another one with --port.',
  EACCES: 'This user may not use the port. Choose one above 1023 with --port.',
  EADDRNOTAVAIL: 'This machine does not have the address given by --host.',
}

try {
  const options = parseCliOptions(process.argv.slice(2), process.env)
  if (options.help) process.stdout.write(USAGE)
  else if (options.version) process.stdout.write(`${readVersion()}\n`)
  else await runEmulator(toRunOptions(options))
} catch (err) {
  process.stderr.write(`${describeError(err)}\n`)
  process.exitCode = isUsageError(err) ? 2 : 1
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

function isUsageError(err: unknown): boolean {
  return err instanceof UsageError || readCode(err).startsWith('ERR_PARSE_ARGS')
}

function describeError(err: unknown): string {
  if (!(err instanceof Error)) return String(err)
  if (isUsageError(err)) return `${err.message}\nRun yoti-idv-emulator --help for all options.`
  return LISTEN_ERRORS[readCode(err)] ?? err.message
}

function readCode(err: unknown): string {
  return err instanceof Error && 'code' in err ? String(err.code) : ''
}
