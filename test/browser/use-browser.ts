import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import type { Browser, BrowserContext } from 'playwright-core'
import { launchChromium } from './chromium.js'

export interface BrowserVisitOptions {
  javaScript?: boolean
  width?: number
  /** The browser's language, `en-US` by default. */
  locale?: string
  /** As if the user accepted the browser's warning. */
  ignoreHttpsErrors?: boolean
  /** Problems that the test itself provokes. */
  expectedProblems?: RegExp
}

/**
 * A browser for a test file. Each visit is a browser of its own, with its own cookies and one page,
 * closed after the test. The test fails if there was an error in the console (a violated content
 * security policy is one), an uncaught exception or a failed request that it did not say it expects.
 *
 * @param flags more for Chromium
 */
export function useBrowser(flags: readonly string[] = []) {
  let browser: Browser
  const contexts: BrowserContext[] = []
  const problems: string[] = []

  beforeAll(async () => {
    browser = await launchChromium(process.env.CHROMIUM_PATH, flags)
  })
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()))
    expect(problems.splice(0)).toEqual([])
  })
  afterAll(() => browser.close())

  return async ({
    javaScript = true,
    width = 1280,
    locale = 'en-US',
    ignoreHttpsErrors = false,
    expectedProblems,
  }: BrowserVisitOptions = {}) => {
    const context = await browser.newContext({
      javaScriptEnabled: javaScript,
      locale,
      ignoreHTTPSErrors: ignoreHttpsErrors,
      viewport: { width, height: 900 },
    })
    contexts.push(context)
    context.setDefaultTimeout(40_000)
    /** By all frames. */
    const requestedUrls: string[] = []
    context.on('request', (request) => requestedUrls.push(request.url()))
    listenForProblems(context, (problem) => {
      if (expectedProblems?.test(problem) !== true) problems.push(problem)
    })
    return { context, page: await context.newPage(), requestedUrls }
  }
}

/**
 * The browser aborts requests that the next page does not need, and a test's servers stop before its browser. A
 * connection lost earlier fails the test anyway.
 */
const IGNORED_NETWORK_ERRORS =
  /net::ERR_(ABORTED|CONNECTION_RESET|CONNECTION_REFUSED|EMPTY_RESPONSE)/

function listenForProblems(context: BrowserContext, report: (problem: string) => void): void {
  const reportProblem = (problem: string) => {
    if (!IGNORED_NETWORK_ERRORS.test(problem)) report(problem)
  }
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      reportProblem(`${message.text()} (${message.location().url})`)
    }
  })
  context.on('weberror', (event) => {
    report(event.error().message)
  })
  context.on('requestfailed', (request) => {
    reportProblem(`${request.failure()?.errorText ?? 'failed'} ${request.url()}`)
  })
}
