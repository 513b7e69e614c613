import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createApplication } from '../test/support/application.js'
import { getFreePort } from '../test/support/free-port.js'
import { waitFor } from '../test/support/wait-for.js'
import { generateCertificate } from '../tools/certificate/certificate.js'
import { createHttpClient } from './http-client.js'
import { startBenchProcess, type BenchProcess } from './bench-process.js'
import { SERVERS, type ServerName, type RunningServer } from './bench-server.js'

export type BenchEnvironment = Awaited<ReturnType<typeof createBenchEnvironment>>

const START_TIMEOUT_MS = 60_000

/** The folder, application, emulator and processes of a benchmark run. */
export async function createBenchEnvironment(nodeOptions: readonly string[]) {
  const startedAt = performance.now()
  const directory = mkdtempSync(join(tmpdir(), 'bench-'))
  const application = writeApplication(directory)
  const children: BenchProcess[] = []

  const startProcess = (entry: string, env: Record<string, string>): BenchProcess => {
    const child = startBenchProcess({ entry, env, cwd: directory, nodeOptions })
    children.push(child)
    return child
  }
  const emulator = startProcess('bench/emulator/main.js', application)
  const { plain, secure } = (await emulator.receive()) as { plain: string; secure: string }
  return {
    emulator,
    /** Yoti's address by plain HTTP, and by TLS as in production. */
    httpApiUrl: plain,
    httpsApiUrl: secure,
    /** A temporary folder of this run. */
    directory,
    /** Starts a server and waits until it is ready. */
    async start(name: ServerName, env: Record<string, string>): Promise<RunningServer> {
      const server = SERVERS[name]
      const port = await getFreePort()
      const browser = createHttpClient(port)
      const child = startProcess(server.entry, {
        ...application,
        PORT: String(port),
        YOTI_APP_BASE_URL: browser.origin,
        RATE_LIMIT: 'off',
        DATABASE_URL: `file:${join(directory, `${port}.db`)}`,
        ...env,
      })
      const isReady = async () => {
        const answer = await browser.send('GET', '/healthz').catch(() => undefined)
        return answer !== undefined && answer.status !== 503
      }
      await waitFor(`${name} to be ready`, isReady, START_TIMEOUT_MS)
      const startCpu = (await child.measure('cpu')) / 1000
      return { ...server, serverProcess: child, client: browser, startCpu }
    },
    /** A line of progress. */
    logProgress(what: string) {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(3)
      process.stdout.write(`${seconds} s  ${what}\n`)
    },
    print(text: string) {
      process.stdout.write(`\n${text}\n\n`)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map((child) => child.stop()))
      rmSync(directory, { recursive: true })
    },
  }
}

/** The folder for the CPU profiles of `--cpu-prof`. */
export const PROFILE_FOLDER = fileURLToPath(new URL('../data/profiles', import.meta.url))

/** An application and a certificate for this run, as environment variables of all processes. */
function writeApplication(directory: string): Record<string, string> {
  const write = (name: string, content: string) => {
    const path = join(directory, name)
    writeFileSync(path, content)
    return path
  }
  const { sdkId, privatePem, publicKey } = createApplication()
  const { key, cert } = generateCertificate(['127.0.0.1'], Date.now())
  return {
    YOTI_CLIENT_SDK_ID: sdkId,
    YOTI_KEY_FILE_PATH: write('key.pem', privatePem),
    PUBLIC_KEY_FILE_PATH: write('public-key.pem', publicKey),
    TLS_KEY_FILE_PATH: write('tls-key.pem', key),
    // Node trusts the certificates in this file.
    NODE_EXTRA_CA_CERTS: write('tls-certificate.pem', cert),
  }
}
