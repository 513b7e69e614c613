import { describe, expect, it } from '@jest/globals'
import { createPublicKey } from 'node:crypto'
import { parseConfig } from '../../src/config/config.js'
import { createLogger } from '../../src/logger.js'
import { createContext } from '../../src/context.js'
import { createApplication } from '../support/application.js'
import { APP_SECRET } from '../support/start-stack.js'

const application = createApplication()

async function checkReadiness(key = application.key, prepare?: 'closed') {
  const { config, secrets } = parseConfig({ DATABASE_URL: 'file::memory:' })
  const logLines: string[] = []
  const context = await createContext(
    { ...config, apiUrl: 'http://127.0.0.1:9/idverify/v1' },
    { ...secrets, application: { sdkId: application.sdkId, key }, appSecrets: [APP_SECRET] },
    { logger: createLogger('warn', { write: (line) => logLines.push(line) }) },
  )
  if (prepare === 'closed') await context.close()
  const readiness = await context.checkReadiness()
  if (prepare === undefined) await context.close()
  return { readiness, logLines }
}

const pass = (name: string) => ({ name, ok: true })
const fail = (name: string, remedy: string) => ({
  name,
  ok: false,
  remedy: expect.stringContaining(remedy) as unknown,
})

describe('readiness', () => {
  it('passes with a database that responds and a key that signs, without calling Yoti', async () => {
    const { readiness, logLines } = await checkReadiness()
    expect(readiness).toEqual({ ready: true, checks: [pass('database'), pass('key')] })
    expect(logLines).toEqual([])
  })

  it('fails when the key cannot sign', async () => {
    const { readiness, logLines } = await checkReadiness(createPublicKey(application.key))
    const checks = [pass('database'), fail('key', 'YOTI_KEY_FILE_PATH')]
    expect(readiness).toEqual({ ready: false, checks })
    expect(logLines.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(['key'])
  })

  it('fails when the database does not respond', async () => {
    const { readiness } = await checkReadiness(application.key, 'closed')
    const checks = [fail('database', 'DATABASE_URL'), pass('key')]
    expect(readiness).toEqual({ ready: false, checks })
  })
})
