import { afterEach, describe, expect, it } from '@jest/globals'
import { createApplication } from '../support/application.js'
import { getFreePort } from '../support/free-port.js'
import { startPostgres } from '../support/postgres.js'
import { createProgram, type Program } from '../support/program.js'

const running: Program[] = []

async function start(env: Record<string, string>, ready: string): Promise<void> {
  const { sdkId, privatePem } = createApplication()
  const program = createProgram(
    'dist/server.js',
    {
      APP_SECRET: 'a secret of the tests that is long enough',
      YOTI_CLIENT_SDK_ID: sdkId,
      YOTI_KEY: privatePem,
      // Nothing listens there, and these routes do not call Yoti.
      YOTI_IDV_API_URL: 'http://127.0.0.1:9/idverify/v1',
      LOG_LEVEL: 'error',
      ...env,
    },
    ready,
  )
  running.push(program)
  await program.start()
}

/** The status of each ops route on this port. */
async function probeRoutes(port: number): Promise<Record<string, number>> {
  const paths = ['/healthz', '/readyz', '/metrics']
  const responses = await Promise.all(
    paths.map((path) => fetch(`http://localhost:${port}${path}`, { redirect: 'manual' })),
  )
  return Object.fromEntries(paths.map((path, index) => [path, responses[index]?.status ?? 0]))
}

const ALL_ROUTES = { '/healthz': 200, '/readyz': 200, '/metrics': 200 }

afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.kill()))
})

describe('a process with OPS_PORT', () => {
  it('serves readiness and metrics only there', async () => {
    const [port, opsPort] = [await getFreePort(), await getFreePort()]
    const env = { PORT: String(port), OPS_PORT: String(opsPort), DATABASE_URL: 'file::memory:' }
    await start(env, 'Open ')
    expect(await probeRoutes(opsPort)).toEqual(ALL_ROUTES)
    expect(await probeRoutes(port)).toEqual({ '/healthz': 200, '/readyz': 404, '/metrics': 404 })
    expect((await fetch(`http://localhost:${opsPort}/sessions`)).status).toBe(404)
  })

  it('serves all three there with WORKER_ONLY, and listens on no other port', async () => {
    await using postgres = await startPostgres()
    const [port, opsPort] = [await getFreePort(), await getFreePort()]
    const env = {
      PORT: String(port),
      OPS_PORT: String(opsPort),
      DATABASE_URL: await postgres.createDatabase(),
      WORKER_ONLY: 'true',
    }
    await start(env, 'Working for ')
    expect(await probeRoutes(opsPort)).toEqual(ALL_ROUTES)
    await expect(probeRoutes(port)).rejects.toThrow('fetch failed')
  })
})
