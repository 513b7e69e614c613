import type { RequestListener } from 'node:http'
import { createApp } from '../../src/app.js'
import { parseConfig } from '../../src/config/config.js'
import { createManualClock } from '../../emulator/src/clock.js'
import { startEmulator, type Emulator } from '../../emulator/src/start-emulator.js'
import { createLogger } from '../../src/logger.js'
import { createContext, type ContextOverrides, type ServerContext } from '../../src/context.js'
import { createApplication, type TestApplication } from './application.js'
import { listen } from './listen.js'

/** For tests that read the database, too. */
export const APP_SECRET = 'a secret of the tests that is long enough'

const application = createApplication()

/** Yoti in a hurry, so that a journey in real time takes seconds. */
export const FAST_TIMELINE = {
  framesAfterUpload: 20,
  automatedChecks: 100,
  expertChecks: 200,
  betweenChecks: 50,
}

type EmulatorOptions = Partial<Parameters<typeof startEmulator>[0]>

export interface Stack extends AsyncDisposable {
  baseUrl: string
  emulator: Emulator
  application: TestApplication
  context: ServerContext
  /** Every log line, as written. */
  logLines: string[]
  /** Lets this many milliseconds pass, for us and for Yoti. Only with the manual clock. */
  advanceTime(ms: number): Promise<void>
}

export interface StackOptions {
  env?: Record<string, string>
  emulator?: EmulatorOptions
  /** Real time is for browsers. */
  clock?: 'manual' | 'real'
  /** `sandboxUrl` to talk to the emulator as QA would to the sandbox. */
  api?: 'apiUrl' | 'sandboxUrl'
  /** Behaves as on live, though it is the emulator that it talks to. */
  target?: 'live'
  yotiLimits?: ContextOverrides['yotiLimits']
  /** Of the base URL, such as `/kyc`. */
  basePath?: string
  /** An app that mounts the server. */
  createListener?: (context: ServerContext) => RequestListener
}

/** The whole product on loopback: our server, as the process builds it, and an emulator of Yoti. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const clock = options.clock === 'real' ? undefined : createManualClock()
  const emulator = await startEmulator({
    port: 0,
    applications: [application],
    ...(clock === undefined
      ? { timeline: FAST_TIMELINE }
      : // The manual clock does not move while the client waits for a response.
        { clock, timeline: { textExtraction: 0, livenessAttempt: 0 } }),
    ...options.emulator,
  })
  const { server, port, ...listening } = await listen()
  const baseUrl = `http://localhost:${port}${options.basePath ?? ''}`

  const { config: parsed, secrets } = parseConfig({
    YOTI_APP_BASE_URL: baseUrl,
    YOTI_CLIENT_SDK_ID: application.sdkId,
    YOTI_KEY: application.privatePem,
    YOTI_IDV_API_URL: emulator[options.api ?? 'apiUrl'],
    DATABASE_URL: 'file::memory:',
    APP_SECRET,
    ...options.env,
  })
  const config = { ...parsed, target: options.target ?? parsed.target }
  const logLines: string[] = []
  const logger = createLogger(config.logLevel, { write: (line) => logLines.push(line) })
  if (secrets.application === undefined || config.apiUrl === undefined) {
    throw new Error('A stack has an application and an API address.')
  }
  const now = () => clock?.now() ?? Date.now()
  const { application: credentials, appSecrets = [] } = secrets
  const context = await createContext(
    { ...config, apiUrl: config.apiUrl },
    { ...secrets, application: credentials, appSecrets },
    { logger, now, ...(options.yotiLimits && { yotiLimits: options.yotiLimits }) },
  )
  if (clock === undefined) context.worker.start()
  server.on('request', (options.createListener ?? createApp)(context))

  return {
    baseUrl,
    emulator,
    application,
    context,
    logLines,
    async advanceTime(ms) {
      if (clock === undefined) throw new Error('advanceTime needs a manual clock.')
      await clock.advance(ms)
      await context.worker.drain()
    },
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]()
      await context.close()
      await emulator.close()
    },
  }
}
