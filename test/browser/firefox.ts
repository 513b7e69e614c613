import { existsSync } from 'node:fs'
import { launch, type Browser, type Frame, type Page } from 'puppeteer-core'

/** Undefined without Firefox, which `.ci/run` installs. */
export function findFirefox(): string | undefined {
  const { FIREFOX_PATH = '/usr/bin/firefox-esr' } = process.env
  return existsSync(FIREFOX_PATH) ? FIREFOX_PATH : undefined
}

/** With a camera that shows a test picture. */
export function launchFirefox(executablePath: string): Promise<Browser> {
  return launch({
    browser: 'firefox',
    executablePath,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
    },
  })
}

/** The screens of the client, by what the user presses. */
const SCREENS = ['country-select', 'consent-accept', 'use-specimen', 'confirm-picture', 'finish']

export const select = (testId: string) => `[data-testid="${testId}"]`

/** Undefined also while the page, or the frame in it, is being replaced by the next one. */
async function findVisible(frame: Frame | Page, testId: string) {
  try {
    const element = await frame.$(select(testId))
    return (await element?.isVisible()) === true ? element : undefined
  } catch {
    return undefined
  }
}

/** Presses what each screen of the client asks for, until the page shows the progress of the checks or the outcome. */
export async function completeInFirefox(page: Page): Promise<void> {
  const element = await page.waitForSelector(select('client'))
  const frame = await element?.contentFrame()
  if (!frame) throw new Error('The page has no frame.')
  // On a slow machine the progress may have come and gone between two looks.
  while (!(await findVisible(page, 'progress')) && !(await findVisible(page, 'outcome'))) {
    for (const screen of SCREENS) {
      const found = await findVisible(frame, screen)
      if (found === undefined) continue
      if (screen === 'country-select') {
        await found?.select('GBR')
        await frame.locator(select('document-type-PASSPORT')).click()
        await frame.locator(select('continue')).click()
      } else await found?.click().catch(() => undefined)
    }
    await page.waitForNetworkIdle({ idleTime: 100, timeout: 2_000 }).catch(() => undefined)
  }
}
