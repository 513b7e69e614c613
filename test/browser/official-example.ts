import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FrameLocator, Page } from 'playwright-core'
import { startEmulator } from '../../emulator/src/start-emulator.js'
import { createApplication } from '../support/application.js'
import { getFreePort } from '../support/free-port.js'
import { createProgram } from '../support/program.js'
import { waitFor } from '../support/wait-for.js'
import { createClientPage } from '../../emulator/src/playwright.js'
import { FAST_TIMELINE } from './journey.js'

const EXAMPLES = join(dirname(createRequire(import.meta.url).resolve('yoti')), 'examples')

export type OfficialExample = Awaited<ReturnType<typeof startOfficialExample>>

/** A relying party from Yoti's Node SDK as published, on an emulator of another site, as Yoti is. */
export async function startOfficialExample(name: 'idv' | 'idv-identity-checks') {
  const application = createApplication()
  const emulator = await startEmulator({
    port: 0,
    applications: [application],
    timeline: FAST_TIMELINE,
  })
  const folder = await mkdtemp(join(tmpdir(), 'example-'))
  const keyFile = join(folder, 'key.pem')
  await writeFile(keyFile, application.privatePem)
  const port = await getFreePort()
  const url = `https://localhost:${port}`
  const program = createProgram(
    join(EXAMPLES, name, 'index.js'),
    {
      PORT: String(port),
      YOTI_APP_BASE_URL: url,
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY_FILE_PATH: keyFile,
      YOTI_IDV_API_URL: emulator.apiUrl,
    },
    'Server running',
    // Its views and static files are relative to it.
    join(EXAMPLES, name),
  )
  await program.start()
  return {
    url,
    emulator,
    async [Symbol.asyncDispose]() {
      await program.kill()
      await emulator.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The examples load stylesheets and scripts from the internet, which only fold the results. */
export const WITHOUT_INTERNET =
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'

export const findClient = (page: Page): FrameLocator => page.frameLocator('iframe')

/** Does what the client in the example's frame asks for, until that shows the results. */
export async function completeClient(page: Page): Promise<void> {
  await createClientPage(findClient(page)).complete()
  await findClient(page).getByRole('heading', { name: 'Get Session Result' }).waitFor()
}

/** Loads the results until Yoti has completed the session. */
export async function openCompletedResults(page: Page, { url }: { url: string }): Promise<void> {
  await waitFor('a completed session', async () => {
    await page.goto(`${url}/success`)
    return (await page.getByText('COMPLETED', { exact: true }).count()) > 0
  })
}

/** The decoded widths of the pictures that the example fetches from Yoti. */
export async function readPictureWidths(page: Page): Promise<number[]> {
  const pictures = await page.locator('img[src^="/media?"]').all()
  return Promise.all(
    pictures.map((picture) =>
      picture.evaluate(async (image: HTMLImageElement) => {
        await image.decode()
        return image.naturalWidth
      }),
    ),
  )
}
