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

describe('readiness', () => {
  it('passes with a database that responds and a key that signs, without calling Yoti', async () => {
    const { readiness, logLines } = await checkReadiness()
    expect(readiness).toEqual({
      ready: true,
      checks: [
        { name: 'database', ok: true },
        { name: 'key', ok: true },
      ],
    })
    expect(logLines).toEqual([])
  })

  it('fails when the key cannot sign', async () => {
    const { readiness, logLines } = await checkReadiness(createPublicKey(application.key))
    expect(readiness).toMatchObject({
      ready: false,
      checks: [
        { name: 'database', ok: true },
        { name: 'key', ok: false, remedy: expect.stringContaining('YOTI_KEY_FILE_PATH') },
      ],
    })
    expect(logLines.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(['key'])
  })

  it('fails when the database does not respond', async () => {
    const { readiness } = await checkReadiness(application.key, 'closed')
    expect(readiness).toMatchObject({
      ready: false,
      checks: [
        { name: 'database', ok: false },
        { name: 'key', ok: true },
      ],
    })
  })
})
