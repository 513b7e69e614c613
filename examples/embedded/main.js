import { randomBytes } from 'node:crypto'
import { readOrCreateAppSecret } from '#src/config/app-secret.js'
import { parseConfig } from '#src/config/config.js'
import { createContext } from '#src/context.js'
import { startOwnEmulator } from '#src/optional-packages.js'
import { createBank, MOUNT_PATH } from './bank.js'

const { PORT = '5000', SESSION_SECRET = randomBytes(32).toString('hex') } = process.env
const { config, secrets, warnings } = parseConfig({
  YOTI_APP_BASE_URL: `http://localhost:${PORT}${MOUNT_PATH}`,
  ...process.env,
  PORT,
})
for (const warning of warnings) console.warn(warning)

// Without credentials, an emulator that approves everyone.
const { application, apiUrl, appSecrets } = { ...config, ...secrets }
const yoti = application ? { application, apiUrl } : await startOwnEmulator(config.emulator)
const context = await createContext(
  { ...config, apiUrl: yoti.apiUrl },
  {
    ...secrets,
    application: yoti.application,
    appSecrets: appSecrets ?? [readOrCreateAppSecret('data/app-secret')],
  },
)
context.worker.start()
const server = createBank(context, { sessionSecret: SESSION_SECRET }).listen(
  Number(PORT),
  '127.0.0.1',
  (error) => {
    if (error) throw error
    console.log(`Sign in at ${new URL(config.baseUrl).origin}`)
  },
)

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    context.announceShutdown()
    server.close(async () => {
      await context.close()
      await yoti.close?.()
    })
  })
}
