import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator, type Timeline } from '../../emulator/src/start-emulator.js'
import { createApplication, type TestApplication } from '../support/application.js'
import { getFreePort } from '../support/free-port.js'
import type { Postgres } from '../support/postgres.js'
import { startWebhookReceiver } from '../support/webhook-receiver.js'
import { API_KEY } from './flow.js'

const FAST_TIMELINE = {
  framesAfterUpload: 10,
  automatedChecks: 200,
  expertChecks: 400,
  betweenChecks: 50,
}

export type FaultFixture = Awaited<ReturnType<typeof startFaultFixture>>

interface FaultFixtureOptions {
  /** When absent, a SQLite file is used. */
  postgres?: Postgres | undefined
  application?: TestApplication
  /** When absent, the emulator is fast. */
  timeline?: Partial<Timeline>
  /** Whether the receiver responds 503 to this delivery. */
  rejectWebhook?: () => boolean
}

/** Everything that outlives the server: Yoti, the webhook receiver and an empty database. */
export async function startFaultFixture(options: FaultFixtureOptions = {}) {
  const { postgres, application = createApplication(), timeline = FAST_TIMELINE } = options
  const directory = mkdtempSync(join(tmpdir(), 'faults-'))
  const [emulator, receiver, port] = await Promise.all([
    startEmulator({ port: 0, applications: [application], timeline }),
    startWebhookReceiver(options.rejectWebhook),
    getFreePort(),
  ])
  const baseUrl = `http://localhost:${port}`
  return {
    emulator,
    receiver,
    baseUrl,
    directory,
    env: {
      PORT: String(port),
      YOTI_APP_BASE_URL: baseUrl,
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY: application.privatePem,
      YOTI_IDV_API_URL: emulator.apiUrl,
      APP_SECRET: 'a secret of the tests that is long enough',
      API_KEYS: `shop:${API_KEY}`,
      DATABASE_URL: (await postgres?.createDatabase()) ?? `file:${join(directory, 'sessions.db')}`,
      ...receiver.env,
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'error',
    },
    async [Symbol.asyncDispose]() {
      await receiver[Symbol.asyncDispose]()
      await emulator.close()
      rmSync(directory, { recursive: true })
    },
  }
}
