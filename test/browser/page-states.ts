import type { Page } from 'playwright-core'
import { captureOverHttp } from '../support/capture-over-http.js'
import { createSignedClient } from '../../emulator/test/signed-client.js'
import { createVisitor, readPhoneLink, startSession } from '../support/visitor.js'
import { readClientSessionToken } from '../support/read-client-session-token.js'
import type { Stack } from '../support/start-stack.js'
import { getClientPage } from '../../emulator/src/playwright.js'
import { configureRejection } from './configure-response.js'
import { createHandoverUrl, HANDOVER_ENV, openHandover } from './handover.js'
import { selectScenario, startSessionFromPage, readSessionId, startScenario } from './journey.js'

const ALL_CHECKS_DONE_MS = 600_000

/** Completes the capture, from the session page to the waiting page. */
export type CompleteCapture = (page: Page, stack: Stack) => Promise<void>

/** A page in one state, and how to reach it on a stack with a manual clock. */
export interface PageState {
  name: string
  env?: Record<string, string>
  reach: (page: Page, stack: Stack, passClient: CompleteCapture) => Promise<void>
}

const openPath =
  (path: string): PageState['reach'] =>
  async (page, { baseUrl }) => {
    await page.goto(baseUrl + path)
  }

/** Every page of this server in every visually different state. */
export const PAGE_STATES: readonly PageState[] = [
  { name: 'start', reach: openPath('/') },
  { name: 'start-arabic', reach: openPath('/?lang=ar') },
  {
    name: 'start-with-accepted-documents',
    reach: async (page, { baseUrl }) => {
      await page.goto(baseUrl)
      await page.getByTestId('accepted-documents').click()
      await page.getByLabel('Country that issued your document').selectOption('GBR')
      await page.getByRole('button', { name: 'Show documents' }).click()
      await page.getByTestId('accepted').waitFor()
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
  { name: 'start-closed', env: { PUBLIC_START: 'off' }, reach: openPath('/') },
  {
    name: 'picker',
    reach: async (page, { baseUrl }) => {
      await page.goto(baseUrl)
      await selectScenario(page, 'tampered-passport')
    },
  },
  {
    name: 'intro',
    env: HANDOVER_ENV,
    reach: async (page, stack) => {
      await page.goto(await createHandoverUrl(stack))
      await page.getByTestId('continue-check').waitFor()
    },
  },
  { name: 'capture', reach: reachCapture },
  {
    name: 'capture-scenario',
    reach: async (page, stack) => {
      await startScenario(page, stack, 'supplementary-unreadable')
      await getClientPage(page).find('country-select').waitFor()
    },
  },
  {
    name: 'waiting',
    reach: async (page, stack, passClient) => {
      await startSessionFromPage(page, stack)
      await passClient(page, stack)
      await stack.advanceTime(3001)
      await page.reload()
      await page.locator('[data-testid="progress"] [data-state="done"]').first().waitFor()
    },
  },
  { name: 'results', reach: reachResults },
  {
    name: 'results-rejected',
    reach: async (page, stack, passClient) => {
      const sessionId = await startSessionFromPage(page, stack)
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
  {
    name: 'guidance-use-phone',
    reach: (page, stack) => reachGuidance(page, stack, 5001),
  },
  {
    name: 'phone-link',
    reach: async (page, stack) => {
      await reachCapture(page, stack)
      await page.getByTestId('use-phone').click()
      await page.getByTestId('phone-link').waitFor()
    },
  },
  { name: 'phone-confirm', reach: (page, stack) => reachPhone(page, stack, true) },
  { name: 'phone-follow', reach: (page, stack) => reachPhone(page, stack, false) },
  {
    name: 'phone-end',
    reach: async (page, stack, passClient) => {
      await reachPhone(page, stack, true)
      await page.getByTestId('confirm-phone').click()
      await readSessionId(page)
      await passClient(page, stack)
      await stack.advanceTime(3001)
      await page.reload()
      await page.getByTestId('phone-end').waitFor()
    },
  },
  {
    name: 'expired',
    reach: async (page, stack) => {
      await reachCapture(page, stack)
      await stack.advanceTime(901_000)
      await page.reload()
      await page.getByTestId('start-again').waitFor()
    },
  },
  {
    name: 'waiting-captured',
    env: HANDOVER_ENV,
    reach: async (page, stack, passClient) => {
      await reachCaptured(page, stack, passClient)
      await expandErase(page)
    },
  },
  {
    name: 'expired-handed-over',
    env: HANDOVER_ENV,
    reach: async (page, stack) => {
      await openHandover(page, stack)
      await getClientPage(page).find('country-select').waitFor()
      await stack.advanceTime(901_000)
      await page.reload()
      await page.getByTestId('start-again').waitFor()
    },
  },
  {
    name: 'results-erase',
    reach: async (page, stack, passClient) => {
      await reachResults(page, stack, passClient)
      await expandErase(page)
    },
  },
  {
    name: 'erasing',
    env: HANDOVER_ENV,
    reach: async (page, stack, passClient) => {
      await reachCaptured(page, stack, passClient)
      await expandErase(page)
      await page.getByTestId('erase').click()
      await page.getByRole('heading', { name: 'This check is being deleted' }).waitFor()
    },
  },
  {
    name: 'erased',
    reach: async (page, stack, passClient) => {
      await reachResults(page, stack, passClient)
      await expandErase(page)
      await page.getByTestId('erase').click()
      await page.getByRole('heading', { name: 'This check has been deleted' }).waitFor()
    },
  },
  { name: 'not-found', reach: openPath('/sessions/00000000-0000-4000-8000-000000000000') },
  {
    name: 'unavailable',
    reach: async (page, stack) => {
      await page.goto(stack.baseUrl)
      await stack.emulator.close()
      await page.getByTestId('start').click()
      await page.getByRole('heading', { name: 'Something went wrong' }).waitFor()
    },
  },
  { name: 'landing-success', reach: openPath('/success') },
  { name: 'landing-error', reach: openPath('/error?yotiErrorCode=4000') },
  { name: 'inbox', reach: reachInbox },
  { name: 'privacy-policy', reach: openPath('/privacy-policy') },
]

/** As the phone, on the page that the link opens, or as the computer once the phone has confirmed. */
async function reachPhone(page: Page, stack: Stack, isPhone: boolean): Promise<void> {
  const other = createVisitor(stack.baseUrl)
  if (isPhone) {
    await startSession(other)
    const response = await other.submitForm('/sessions', { phone: 'on' })
    await page.goto(readPhoneLink(await response.text()))
    return
  }
  await reachCapture(page, stack)
  await page.getByTestId('use-phone').click()
  await other.submitForm(new URL(await page.getByTestId('phone-link').innerText()).pathname)
  await page.getByRole('heading', { name: 'Go on with your phone' }).waitFor()
}

async function reachCapture(page: Page, stack: Stack): Promise<void> {
  await startSessionFromPage(page, stack)
  await getClientPage(page).find('country-select').waitFor()
}

/** In the client's page, with the pictures that it draws. */
export async function completeCaptureInPage(page: Page): Promise<void> {
  await getClientPage(page).complete()
  await page.getByTestId('progress').waitFor()
}

/** Without the client's page: quicker, and with pictures that are none. */
export async function completeCaptureOverHttp(page: Page, { emulator }: Stack): Promise<void> {
  const sessionId = await readSessionId(page)
  const { origin, pathname } = new URL(page.url())
  const token = readClientSessionToken(await page.content())
  // Else the client in the frame may still ask for its configuration, with a token that has ended.
  await page.goto('about:blank')
  await captureOverHttp(emulator.apiUrl, sessionId, token)
  await page.goto(`${origin}${pathname}?waited=0`)
}

async function reachResults(page: Page, stack: Stack, passClient: CompleteCapture): Promise<void> {
  await startSessionFromPage(page, stack)
  await passClient(page, stack)
  await reachOutcome(page, stack)
}

async function reachOutcome(page: Page, stack: Stack): Promise<void> {
  await stack.advanceTime(ALL_CHECKS_DONE_MS)
  await page.reload()
  await page.getByTestId('outcome').waitFor()
}

async function reachCaptured(page: Page, stack: Stack, passClient: CompleteCapture): Promise<void> {
  await openHandover(page, stack)
  await passClient(page, stack)
  await stack.advanceTime(3001)
  await page.reload()
  await page.getByTestId('continue').waitFor()
}

/** A completed session, a wrongly signed request, and a deliberately lost notification. */
async function reachInbox(page: Page, stack: Stack, passClient: CompleteCapture): Promise<void> {
  const sessionId = await startSessionFromPage(page, stack)
  stack.emulator.control.setDelivery(sessionId, {
    deliveries: [{ kind: 'drop', topic: 'client_session_token_deleted' }],
  })
  stack.emulator.control.setFaults(sessionId, {
    faults: [{ endpoint: 'GET /sessions/:sessionId', kind: 'error', code: 'TOO_MANY_REQUESTS' }],
  })
  await passClient(page, stack)
  await stack.advanceTime(ALL_CHECKS_DONE_MS)
  const { url, apiUrl } = stack.emulator
  const signed = createSignedClient(url, {
    ...stack.application,
    privateKey: stack.application.privatePem,
  })
  await signed('GET', `${apiUrl.slice(url.length)}/sessions/${sessionId}`)
  await page.goto(stack.emulator.inboxUrl)
  await page.getByText('API prefix in the signed path').waitFor()
}

async function expandErase(page: Page): Promise<void> {
  await page.getByText('Delete my data').click()
  await page.getByTestId('erase').scrollIntoViewIfNeeded()
}

async function reachGuidance(page: Page, stack: Stack, code: number): Promise<void> {
  const sessionId = await startSessionFromPage(page, stack)
  await page.goto(`${stack.baseUrl}/sessions/${sessionId}?yotiErrorCode=${code}`)
}
