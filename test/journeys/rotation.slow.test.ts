import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmulator } from '../../emulator/src/start-emulator.js'
import { createApplication } from '../support/application.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { startPostgres } from '../support/postgres.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor } from '../support/visitor.js'
import { waitFor } from '../support/wait-for.js'
import { startWebhookReceiver } from '../support/webhook-receiver.js'
import { callApi } from './journey.js'

const toSecret = (name: string) => `the ${name} app secret of the rotation test`
const toKey = (name: string) => `the-${name}-key-of-the-shop-for-rotation-tests`
const toWebhookSecret = (fill: number) => `whsec_${Buffer.alloc(32, fill).toString('base64')}`

const TIMELINE = { framesAfterUpload: 0, automatedChecks: 0, expertChecks: 0, betweenChecks: 0 }

/** The secrets of docs/operations.md, "Rotate secrets", as files that a restarted instance reads. */
function createSecretFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'rotation-'))
  const path = (name: string) => join(folder, name)
  return {
    env: {
      APP_SECRET_FILE: path('APP_SECRET'),
      API_KEYS_FILE: path('API_KEYS'),
      DATABASE_URL_FILE: path('DATABASE_URL'),
      OUTCOME_WEBHOOK_SECRET_FILE: path('OUTCOME_WEBHOOK_SECRET'),
      YOTI_KEY_FILE_PATH: path('YOTI_KEY'),
    },
    write(name: string, value: string) {
      writeFileSync(path(name), `${value}\n`)
    },
  }
}

describe('two instances behind a load balancer', () => {
  it('serve without a gap while each secret is rotated, except for the key at Yoti', async () => {
    await using postgres = await startPostgres()
    const databaseUrl = await postgres.createDatabase()
    const application = createApplication()
    const startYoti = (publicKey: string, port = 0) =>
      startEmulator({ port, timeline: TIMELINE, applications: [{ ...application, publicKey }] })
    const emulator = await startYoti(application.publicKey)
    await using oldReceiver = await startWebhookReceiver(() => false, toWebhookSecret(1))
    await using newReceiver = await startWebhookReceiver(() => false, toWebhookSecret(2))
    let receiver = oldReceiver
    const files = createSecretFiles()
    files.write('APP_SECRET', toSecret('old'))
    files.write('API_KEYS', `shop:${toKey('old')}`)
    files.write('DATABASE_URL', databaseUrl)
    files.write('OUTCOME_WEBHOOK_SECRET', toWebhookSecret(1))
    files.write('YOTI_KEY', application.privatePem)

    const start = () =>
      startStack({
        clock: 'real',
        emulator: { port: 0 },
        env: {
          ...{ YOTI_KEY: '', DATABASE_URL: '', APP_SECRET: '' },
          ...files.env,
          OUTCOME_WEBHOOK_URL: receiver.env.OUTCOME_WEBHOOK_URL,
          YOTI_CLIENT_SDK_ID: application.sdkId,
          YOTI_IDV_API_URL: emulator.apiUrl,
        },
      })
    const instances: Stack[] = [await start(), await start()]
    let key = toKey('old')
    const send = (index: number, method: string, path: string, body?: object) =>
      callApi({ baseUrl: instances[index]?.baseUrl ?? '' }, method, path, body, {
        Authorization: `Bearer ${key}`,
        // A port may be used again after a restart.
        Connection: 'close',
      })
    let users = 0
    /** An order on one instance is handed over on the other one, which decrypts its token. */
    const check = async () => {
      for (const [index, other] of [
        [0, 1],
        [1, 0],
      ] as const) {
        const fields = { userReference: `user-${users++}` }
        const created = await send(index, 'POST', '/api/sessions', fields)
        expect(created.status).toBe(201)
        const visitor = createVisitor(instances[other]?.baseUrl ?? '')
        await visitor.get(new URL(created.body.url).pathname)
        const page = await visitor.get(`/sessions/${created.body.sessionId}?continue=1`)
        expect(await page.text()).toContain(created.body.clientSessionToken)
        const read = await send(other, 'GET', `/api/sessions/${created.body.sessionId}`)
        expect(read.body).toMatchObject(fields)
      }
    }
    const restart = async (check?: () => Promise<void>) => {
      for (const index of [0, 1]) {
        await instances[index]?.[Symbol.asyncDispose]()
        instances[index] = await start()
        await check?.()
      }
    }
    const checkEvent = async () => {
      const fields = { userReference: `user-${users++}` }
      const { body } = await send(0, 'POST', '/api/sessions', fields)
      const { sessionId, clientSessionToken } = body
      await captureOverHttp(emulator.apiUrl, sessionId, clientSessionToken)
      await waitFor('the event', () =>
        receiver.events.some(({ data }) => data.sessionId === sessionId),
      )
    }
    await check()

    // Each secret is accepted before it is used.
    files.write('APP_SECRET', `${toSecret('old')},${toSecret('new')}`)
    files.write('API_KEYS', `shop:${toKey('new')},shop:${toKey('old')}`)
    files.write('OUTCOME_WEBHOOK_SECRET', `${toWebhookSecret(2)},${toWebhookSecret(1)}`)
    const admin = new pg.Client({ connectionString: databaseUrl })
    await admin.connect()
    await admin.query(`create role second login password 'second' in role postgres`)
    await admin.end()
    const second = Object.assign(new URL(databaseUrl), { username: 'second', password: 'second' })
    files.write('DATABASE_URL', second.href)
    await restart(check)
    await checkEvent()

    key = toKey('new')
    receiver = newReceiver
    files.write('APP_SECRET', `${toSecret('new')},${toSecret('old')}`)
    files.write('API_KEYS', `shop:${toKey('new')}`)
    await restart(check)
    await checkEvent()
    key = toKey('old')
    expect((await send(0, 'GET', '/api/sessions/x')).status).toBe(401)
    key = toKey('new')

    // Yoti knows one key, so its calls fail until an instance has the new one.
    const next = createApplication()
    await emulator.close()
    await using rotated = await startYoti(next.publicKey, Number(new URL(emulator.apiUrl).port))
    expect((await send(0, 'POST', '/api/sessions', { userReference: 'gap' })).status).toBe(502)
    files.write('YOTI_KEY', next.privatePem)
    files.write('APP_SECRET', toSecret('new'))
    files.write('OUTCOME_WEBHOOK_SECRET', toWebhookSecret(2))
    await restart()
    await check()
    await checkEvent()
    expect(rotated.requests().length).toBeGreaterThan(0)
    expect([oldReceiver.invalidCount, newReceiver.invalidCount]).toEqual([0, 0])

    for (const instance of instances) await instance[Symbol.asyncDispose]()
  })
})
