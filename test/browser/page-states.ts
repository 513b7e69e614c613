import type { Page } from 'playwright-core'
import { createYotiClient } from '../../src/yoti/client.js'
import { capture } from '../support/capture-client.js'
import { readClientToken } from '../support/read-client-token.js'
import type { Stack } from '../support/start-stack.js'
import { findClient } from './client-page.js'
import { pressStart, readSessionId } from './journey.js'

const LONG_ENOUGH = 600_000

/** How the person gets through the client, from the session's page to the waiting page. */
export type PassClient = (page: Page, stack: Stack) => Promise<void>

/** A page that a person can come to see, and the way there on a stack with a manual clock. */
export interface PageState {
  name: string
  env?: Record<string, string>
  reach: (page: Page, stack: Stack, passClient: PassClient) => Promise<void>
}

/** Every page of ours, in every state that looks different. */
export const PAGE_STATES: readonly PageState[] = [
  {
    name: 'start',
    reach: async (page, { baseUrl }) => {
      await page.goto(baseUrl)
    },
  },
  {
    name: 'start-with-result',
    reach: async (page, stack, passClient) => {
      await reachResults(page, stack, passClient)
      await page.goto(stack.baseUrl)
      await page.getByTestId('see-result').waitFor()
    },
  },
  {
    name: 'start-closed',
    env: { PUBLIC_START: 'off' },
    reach: async (page, { baseUrl }) => {
      await page.goto(baseUrl)
    },
  },
  { name: 'capture', reach: reachCapture },
  {
    name: 'waiting',
    reach: async (page, stack, passClient) => {
      await pressStart(page, stack)
      await passClient(page, stack)
      await stack.pass(3001)
      await page.reload()
      await page.locator('[data-testid="progress"] [data-state="done"]').first().waitFor()
    },
  },
  { name: 'results', reach: reachResults },
  {
    name: 'results-rejected',
    reach: async (page, stack, passClient) => {
      const sessionId = await pressStart(page, stack)
      await configureRejection(stack, sessionId)
      await passClient(page, stack)
      await reachOutcome(page, stack)
    },
  },
  {
    name: 'results-outcome',
    env: { RESULTS_PAGE: 'outcome' },
    reach: reachResults,
  },
  { name: 'guidance', reach: (page, stack) => reachGuidance(page, stack, 4000) },
  { name: 'guidance-start-again', reach: (page, stack) => reachGuidance(page, stack, 2002) },
  {
    name: 'guidance-other-device',
    reach: (page, stack) => reachGuidance(page, stack, 5001),
  },
  { name: 'guidance-stop', reach: (page, stack) => reachGuidance(page, stack, 5004) },
  {
    name: 'expired',
    reach: async (page, stack) => {
      await reachCapture(page, stack)
      await stack.pass(901_000)
      await page.reload()
      await page.getByTestId('start-again').waitFor()
    },
  },
  {
    name: 'erased',
    reach: async (page, stack, passClient) => {
      await reachResults(page, stack, passClient)
      await stack.parts.yoti.deleteSession(await readSessionId(page))
      await page.reload()
    },
  },
  {
    name: 'not-found',
    reach: async (page, { baseUrl }) => {
      await page.goto(`${baseUrl}/sessions/00000000-0000-4000-8000-000000000000`)
    },
  },
  {
    name: 'unavailable',
    reach: async (page, stack) => {
      await page.goto(stack.baseUrl)
      await stack.emulator.close()
      await page.getByTestId('start').click()
      await page.getByRole('heading', { name: 'Something went wrong' }).waitFor()
    },
  },
  {
    name: 'landing-success',
    reach: async (page, { baseUrl }) => {
      await page.goto(`${baseUrl}/success`)
    },
  },
  {
    name: 'landing-error',
    reach: async (page, { baseUrl }) => {
      await page.goto(`${baseUrl}/error?yotiErrorCode=4000`)
    },
  },
  {
    name: 'privacy-policy',
    reach: async (page, { baseUrl }) => {
      await page.goto(`${baseUrl}/privacy-policy`)
    },
  },
]

async function reachCapture(page: Page, stack: Stack): Promise<void> {
  await pressStart(page, stack)
  await findClient(page).find('country-select').waitFor()
}

/** In the client's page, with the pictures that it draws. */
export async function passOnScreen(page: Page): Promise<void> {
  await findClient(page).passWithSpecimens()
  await page.getByTestId('progress').waitFor()
}

/** Without the client's page: quicker, and with pictures that are none. */
export async function passOverHttp(page: Page, { emulator }: Stack): Promise<void> {
  const sessionId = await readSessionId(page)
  await capture(emulator.apiUrl, sessionId, readClientToken(await page.content()))
  await page.goto(`${page.url()}?waited=0`)
}

async function reachResults(page: Page, stack: Stack, passClient: PassClient): Promise<void> {
  await pressStart(page, stack)
  await passClient(page, stack)
  await reachOutcome(page, stack)
}

async function reachOutcome(page: Page, stack: Stack): Promise<void> {
  await stack.pass(LONG_ENOUGH)
  await page.reload()
  await page.getByTestId('outcome').waitFor()
}

async function reachGuidance(page: Page, stack: Stack, code: number): Promise<void> {
  const sessionId = await pressStart(page, stack)
  await page.goto(`${stack.baseUrl}/sessions/${sessionId}?yotiErrorCode=${code}`)
}

/** What QA does at the sandbox to see a rejection. */
async function configureRejection({ application, emulator }: Stack, sessionId: string) {
  const sandbox = createYotiClient({ ...application, apiUrl: emulator.sandboxUrl })
  await sandbox.configureSessionResponse(sessionId, {
    check_reports: {
      ID_DOCUMENT_AUTHENTICITY: [{ result: { report_template: 'TAMPERED' } }],
      ID_DOCUMENT_FACE_MATCH: [{ result: { report_template: 'FAIL' } }],
    },
  })
  sandbox.close()
}
