import { describe, expect, it } from '@jest/globals'
import { createPublicKey } from 'node:crypto'
import { parseConfig } from '../../src/config/config.js'
import { createLogger } from '../../src/logger.js'
import { createContext } from '../../src/context.js'
import { createApplication } from '../support/application.js'
import { APP_SECRET } from '../support/start-stack.js'

const application = createApplication()

/** What the process says of itself with a key, and how long it is asked. */
async function findReadiness(key = application.key, prepare?: 'closed') {
  const { config, secrets } = parseConfig({ DATABASE_URL: 'file::memory:' })
  const logLines: string[] = []
  const parts = await createContext({
    ...secrets,
    config,
    application: { sdkId: application.sdkId, key },
    apiUrl: 'http://127.0.0.1:9/idverify/v1',
    appSecrets: [APP_SECRET],
    logger: createLogger('warn', { write: (line) => logLines.push(line) }),
  })
  if (prepare === 'closed') await parts.close()
  const readiness = await parts.checkReadiness()
  if (prepare === undefined) await parts.close()
  return { readiness, logLines }
}

describe('the readiness of a process', () => {
  it('is a database that answers and a key that signs; Yoti is not asked', async () => {
    const { readiness, logLines } = await findReadiness()
    expect(readiness).toEqual({
      ready: true,
      checks: [
        { name: 'database', ok: true },
        { name: 'key', ok: true },
      ],
    })
    expect(logLines).toEqual([])
  })

  it('is missing when the key cannot sign', async () => {
    const { readiness, logLines } = await findReadiness(createPublicKey(application.key))
    expect(readiness).toMatchObject({
      ready: false,
      checks: [
        { name: 'database', ok: true },
        { name: 'key', ok: false, remedy: expect.stringContaining('YOTI_KEY_FILE_PATH') },
      ],
    })
    expect(logLines.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(['key'])
  })

  it('is missing when the database does not answer', async () => {
    const { readiness } = await findReadiness(application.key, 'closed')
    expect(readiness).toMatchObject({
      ready: false,
      checks: [
        { name: 'database', ok: false },
        { name: 'key', ok: true },
      ],
    })
  })
})
