import { expect, it } from '@jest/globals'
import { createPublicKey } from 'node:crypto'
import { parseConfig } from '../../src/config/config.js'
import { createContext } from '../../src/context.js'
import { createLogger } from '../../src/logger.js'
import { createApplication } from '../support/application.js'
import { APP_SECRET } from '../support/start-stack.js'

it('readiness fails with a key that cannot sign and with a closed database, and logs which', async () => {
  const { sdkId, key } = createApplication()
  const { config, secrets } = parseConfig({ DATABASE_URL: 'file::memory:' })
  const names: unknown[] = []
  const write = (line: string) => names.push((JSON.parse(line) as { name: string }).name)
  const context = await createContext(
    { ...config, apiUrl: 'http://127.0.0.1:9/idverify/v1' },
    {
      ...secrets,
      application: { sdkId, key: createPublicKey(key) },
      appSecrets: [APP_SECRET],
    },
    { logger: createLogger('warn', { write }) },
  )
  const fail = (name: string, remedy: string) => ({
    name,
    ok: false,
    remedy: expect.stringContaining(remedy) as unknown,
  })
  const keyFails = fail('key', 'YOTI_KEY_FILE_PATH')
  expect(await context.checkReadiness()).toEqual({
    ready: false,
    checks: [{ name: 'database', ok: true }, keyFails],
  })
  expect(names).toEqual(['key'])
  await context.close()
  expect((await context.checkReadiness()).checks).toEqual([
    fail('database', 'DATABASE_URL'),
    keyFails,
  ])
})
