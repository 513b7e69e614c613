import { startEmulator, type Emulator } from '../../emulator/src/start-emulator.js'
import { createApplication, type TestApplication } from '../support/application.js'
import { getFreePort } from '../support/free-port.js'
import { startLoadBalancer, type LoadBalancer } from '../support/load-balancer.js'
import { startPostgres } from '../support/postgres.js'
import { createProgram, type Program } from '../support/program.js'
import { FAST_TIMELINE } from '../support/start-stack.js'

const API_KEY = 'a-secret-of-the-signup-page-that-is-long-enough'
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

export interface SignupFixture extends AsyncDisposable {
  signupUrl: string
  /** One URL for two instances. */
  verifyUrl: string
  balancer: LoadBalancer
  instances: readonly Program[]
  emulator: Emulator
  application: TestApplication
}

/** A business with its signup page, and two instances of the server on one PostgreSQL. */
export async function startSignupFixture(): Promise<SignupFixture> {
  const application = createApplication()
  const postgres = await startPostgres()
  const emulator = await startEmulator({
    port: 0,
    applications: [application],
    timeline: FAST_TIMELINE,
  })
  const balancer = await startLoadBalancer()
  const verifyUrl = `http://localhost:${balancer.port}`
  const signupPort = await getFreePort()
  // Another site than localhost, as a signup page usually is.
  const signupUrl = `http://127.0.0.1:${signupPort}`

  const server = {
    YOTI_APP_BASE_URL: verifyUrl,
    YOTI_CLIENT_SDK_ID: application.sdkId,
    YOTI_KEY: application.privatePem,
    YOTI_IDV_API_URL: emulator.apiUrl,
    APP_SECRET: 'a secret of the tests that is long enough',
    DATABASE_URL: await postgres.createDatabase(),
    API_KEYS: `signup:${API_KEY}`,
    RETURN_URL_ORIGINS: signupUrl,
    OUTCOME_WEBHOOK_URL: `${signupUrl}/webhooks/outcome`,
    OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET,
    TRUST_PROXY: '1',
    LOG_LEVEL: 'error',
  }
  balancer.instancePorts.push(await getFreePort(), await getFreePort())
  const instances = balancer.instancePorts.map((port) =>
    createProgram('dist/server.js', { ...server, PORT: String(port) }, 'Open '),
  )
  const signup = createProgram(
    'examples/signup/main.js',
    {
      API_KEY,
      WEBHOOK_SECRET,
      VERIFY_URL: verifyUrl,
      SIGNUP_BASE_URL: signupUrl,
      SIGNUP_PORT: String(signupPort),
    },
    'Sign up at ',
  )
  await Promise.all([...instances, signup].map((program) => program.start()))

  return {
    signupUrl,
    verifyUrl,
    balancer,
    instances,
    emulator,
    application,
    async [Symbol.asyncDispose]() {
      await Promise.all([...instances, signup].map((program) => program.kill()))
      await balancer[Symbol.asyncDispose]()
      await emulator.close()
      await postgres[Symbol.asyncDispose]()
    },
  }
}
