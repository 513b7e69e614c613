// npm run screenshots: takes screenshots of the pages for the README, into docs/images (or the folder given).
// Names after the folder select states. With --every: each page in two brands, three languages, and as each user sees it,
// checked by axe and for its width; the exit code is 1 when there are problems.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { getClientPage } from '../emulator/src/playwright.js'
import { DESK_WALKS, SIGNUP_WALKS } from '../test/browser/example-walks.js'
import { findProblems } from '../test/browser/accessible.js'
import { findChromium, launchChromium } from '../test/browser/chromium.js'
import { completeCaptureInPage, PAGE_WALKS, type Walk } from '../test/browser/page-walks.js'
import { startDeskStack } from '../test/browser/review-desk-stack.js'
import { startSignupStack } from '../test/browser/signup-pages.js'
import { startStack, type Stack } from '../test/support/start-stack.js'

interface Screenshot {
  state: string
  name?: string
  /** Actions on the page before the screenshot. */
  prepare?: (page: Page) => Promise<void>
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
  fullPage?: boolean
}

const PHONE_WIDTH = 390
/** As high as a page with a few words. */
const SHORT_PAGE_HEIGHT = 400
const SCREENSHOTS: readonly Screenshot[] = [
  { state: 'start' },
  { state: 'picker', height: 1000, prepare: scrollToPicker },
  { state: 'capture-scenario', height: 700 },
  { state: 'capture', prepare: takeSpecimen },
  { state: 'waiting' },
  { state: 'results' },
  { state: 'results-rejected', fullPage: true },
  { state: 'guidance' },
  { state: 'expired' },
  { state: 'start', name: 'start-dark', colorScheme: 'dark' },
  { state: 'results', name: 'results-dark', colorScheme: 'dark' },
  { state: 'capture', name: 'capture-phone', width: PHONE_WIDTH, prepare: takeSpecimen },
  { state: 'results', name: 'results-phone', width: PHONE_WIDTH, fullPage: true },
  { state: 'signup-one-more-step', height: SHORT_PAGE_HEIGHT },
  { state: 'signup-checking', height: SHORT_PAGE_HEIGHT },
  { state: 'signup-confirmed', height: SHORT_PAGE_HEIGHT },
  { state: 'waiting-captured' },
  { state: 'erasing', height: SHORT_PAGE_HEIGHT },
  { state: 'expired-handed-over', height: SHORT_PAGE_HEIGHT },
  { state: 'erasing', name: 'erasing-phone', width: PHONE_WIDTH },
  { state: 'signup-one-more-step', name: 'signup-phone', width: PHONE_WIDTH },
  { state: 'inbox' },
  { state: 'desk-queue', width: 1200, height: 700 },
  { state: 'desk-case', width: 1200, height: 1000 },
]

const BRANDS = ['northbank', 'harbour']
const LANGUAGES = ['en', 'de', 'ar']
const LOOKS = [
  { look: 'desktop', width: 1280 },
  { look: 'phone', width: PHONE_WIDTH },
  { look: 'desktop-dark', width: 1280, colorScheme: 'dark' },
  { look: 'phone-dark', width: PHONE_WIDTH, colorScheme: 'dark' },
] as const

const { values, positionals } = parseArgs({
  options: { every: { type: 'boolean' } },
  allowPositionals: true,
})
const [folder = join(import.meta.dirname, '..', 'docs', 'images'), ...only] = positionals
await mkdir(folder, { recursive: true })
const browser = await launchChromium(findChromium())
try {
  if (values.every === true) {
    for (const name of PAGE_WALKS.flatMap(({ steps }) => Object.keys(steps)).filter(isWanted))
      for (const brand of BRANDS) await takeEveryLook(browser, name, brand)
  } else {
    for (const picture of SCREENSHOTS.filter((one) => isWanted(one.name ?? one.state)))
      await takeScreenshot(browser, picture)
  }
} finally {
  await browser.close()
}

function isWanted(name: string): boolean {
  return only.length === 0 || only.includes(name)
}

function toBrandEnv(brand: string) {
  return { BRAND_FILE: join(import.meta.dirname, '..', 'examples', 'brands', `${brand}.json`) }
}

/** One picture for each language, width and colour scheme. Pages that are responses to a form stay in English. */
async function takeEveryLook(browser: Browser, state: string, brand: string): Promise<void> {
  await using context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await context.newPage()
  await using _stack = await openPageState(page, state, toBrandEnv(brand))
  const url = new URL(page.url())
  const save = (look: string) =>
    page.screenshot({ path: join(folder, `${state}-${brand}-${look}.png`), fullPage: true })
  const checkPage = async (name: string) => {
    const problems = await findProblems(page, name)
    if (problems.length === 0) return
    process.exitCode = 1
    process.stdout.write(`${problems.join('\n')}\n`)
  }
  for (const language of LANGUAGES) {
    url.searchParams.set('lang', language)
    if (language !== 'en') await page.goto(url.href)
    for (const { look, width, ...media } of LOOKS) {
      await page.setViewportSize({ width, height: width === PHONE_WIDTH ? 640 : 800 })
      await page.emulateMedia({ colorScheme: 'light', ...media })
      await save(`${language}-${look}`)
    }
    await checkPage(`${state}, ${brand}, ${language}`)
  }
  // Last, because Chromium paints no dark background afterwards.
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' })
  await save('forced-colours')
  await checkPage(`${state}, ${brand}, forced colours`)
  process.stdout.write(`${state}, ${brand}\n`)
}

async function takeScreenshot(browser: Browser, picture: Screenshot): Promise<void> {
  const {
    state: wanted,
    name = wanted,
    width = 1000,
    height = 800,
    colorScheme = 'light',
    prepare: then,
    fullPage = false,
  } = picture
  await using context = await browser.newContext({
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height },
  })
  const page = await context.newPage()
  await using _stack = await openPageState(page, wanted, toBrandEnv('northbank'))
  await then?.(page)
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage })
  process.stdout.write(`${name}.png\n`)
}

/** Opens a page of the server or of an example. The caller disposes of the returned stack. */
async function openPageState(
  page: Page,
  name: string,
  brand: Record<string, string>,
): Promise<AsyncDisposable> {
  for (const { env, steps } of PAGE_WALKS.filter((walk) => name in walk.steps)) {
    return walkTo(name, steps, page, await startStack({ env: { ...brand, ...env } }))
  }
  for (const { steps } of DESK_WALKS.filter((walk) => name in walk.steps)) {
    return walkTo(name, steps, page, await startDeskStack())
  }
  for (const { steps } of SIGNUP_WALKS.filter((walk) => name in walk.steps)) {
    return walkTo(name, steps, page, await startSignupStack())
  }
  throw new Error(`Unknown page state "${name}".`)
}

async function walkTo<S extends Stack>(
  wanted: string,
  steps: Walk<S>['steps'],
  page: Page,
  stack: S,
): Promise<S> {
  for (const [name, reach] of Object.entries(steps)) {
    await reach(page, stack, completeCaptureInPage)
    if (name === wanted) break
  }
  return stack
}

async function scrollToPicker(page: Page): Promise<void> {
  await page.getByTestId('picker').evaluate((picker) => {
    picker.scrollIntoView()
  })
}

async function takeSpecimen(page: Page): Promise<void> {
  const client = getClientPage(page)
  await client.chooseDocument('PASSPORT')
  await client.click('use-specimen')
  await client.find('confirm-picture').waitFor()
}
