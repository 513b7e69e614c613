// npm run screenshots: photographs the states of our pages for the README, into docs/images (or the folder given).
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { findClient } from '../test/browser/client-page.js'
import { findChromium } from '../test/browser/find-chromium.js'
import { launchChromium } from '../test/browser/launch-chromium.js'
import { PAGE_STATES, passOnScreen } from '../test/browser/page-states.js'
import { startStack } from '../test/support/start-stack.js'

interface Picture {
  state: string
  name?: string
  /** Goes on from the state to what tells more. */
  then?: (page: Page) => Promise<void>
  width?: number
  colorScheme?: 'light' | 'dark'
  fullPage?: boolean
}

const PHONE = 390
const PICTURES: readonly Picture[] = [
  { state: 'start' },
  { state: 'capture', then: takeSpecimen },
  { state: 'waiting' },
  { state: 'results' },
  { state: 'results-rejected', fullPage: true },
  { state: 'guidance' },
  { state: 'expired' },
  { state: 'start', name: 'start-dark', colorScheme: 'dark' },
  { state: 'results', name: 'results-dark', colorScheme: 'dark' },
  { state: 'capture', name: 'capture-phone', width: PHONE, then: takeSpecimen },
  { state: 'results', name: 'results-phone', width: PHONE, fullPage: true },
]

const folder = process.argv[2] ?? join(import.meta.dirname, '..', 'docs', 'images')
await mkdir(folder, { recursive: true })
const browser = await launchChromium(await findChromium())
try {
  for (const picture of PICTURES) await take(browser, picture)
} finally {
  await browser.close()
}

async function take(browser: Browser, picture: Picture): Promise<void> {
  const {
    state: wanted,
    name = wanted,
    width = 1000,
    colorScheme = 'light',
    then,
    fullPage = false,
  } = picture
  const state = PAGE_STATES.find((one) => one.name === wanted)
  if (state === undefined) throw new Error(`There is no page state "${wanted}".`)
  await using stack = await startStack({ env: state.env ?? {} })
  await using context = await browser.newContext({
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 800 },
  })
  const page = await context.newPage()
  await state.reach(page, stack, passOnScreen)
  await then?.(page)
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage })
  process.stdout.write(`${name}.png\n`)
}

async function takeSpecimen(page: Page): Promise<void> {
  const client = findClient(page)
  await client.chooseDocument('PASSPORT')
  await client.press('use-specimen')
  await client.find('confirm-picture').waitFor()
}
