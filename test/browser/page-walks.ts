import type { Page } from 'playwright-core'
import { captureOverHttp } from '../support/capture-over-http.js'
import { createSignedClient } from '../../emulator/test/signed-client.js'
import {
  createVisitor,
  readClientSessionToken,
  readPhoneLink,
  startSession,
} from '../support/visitor.js'
import type { Stack } from '../support/start-stack.js'
import { getClientPage } from '../../emulator/src/playwright.js'
import { configureRejection } from './configure-response.js'
import { createHandoverUrl, HANDOVER_ENV } from '../journeys/journey.js'
import {
  continueFromIntro,
  readSessionId,
  selectScenario,
  startScenario,
  startSessionFromPage,
} from './journey.js'

const ALL_CHECKS_DONE_MS = 600_000

/** Completes the capture, from the session page to the waiting page. */
export type CompleteCapture = (page: Page, stack: Stack) => Promise<void>

type Step<S> = (page: Page, stack: S, passClient: CompleteCapture) => Promise<unknown>

/** A user's way on a stack with a manual clock: each step leads to the page in the state that it names. */
export interface Walk<S extends Stack = Stack> {
  env?: Record<string, string>
  steps: Readonly<Record<string, Step<S>>>
}

const openPath =
  (path: string): Step<Stack> =>
  (page, { baseUrl }) =>
    page.goto(baseUrl + path)

/** Every page of this server in every visually different state. */
export const PAGE_WALKS: readonly Walk[] = [
  {
    steps: {
      start: openPath('/'),
      'start-arabic': openPath('/?lang=ar'),
      'start-with-accepted-documents': async (page, { baseUrl }) => {
        await page.goto(`${baseUrl}/?lang=en`)
        await page.getByTestId('accepted-documents').click()
        await page.getByLabel('Country that issued your document').selectOption('GBR')
        await page.getByRole('button', { name: 'Show documents' }).click()
        await page.getByTestId('accepted').waitFor()
      },
      picker: async (page, { baseUrl }) => {
        await page.goto(baseUrl)
        await selectScenario(page, 'tampered-passport')
      },
      'capture-scenario': async (page, stack) => {
        await startScenario(page, stack, 'supplementary-unreadable')
        await waitForClient(page)
      },
    },
  },
  { env: { PUBLIC_START: 'off' }, steps: { 'start-closed': openPath('/') } },
  {
    steps: {
      capture: reachCapture,
      waiting: async (page, stack, passClient) => {
        await passClient(page, stack)
        await stack.advanceTime(3001)
        await page.reload()
        await page.locator('[data-testid="progress"] [data-state="done"]').first().waitFor()
      },
      results: reachOutcome,
      'start-with-result': async (page, { baseUrl }) => {
        await page.goto(baseUrl)
        await page.getByTestId('see-result').waitFor()
      },
      'results-erase': async (page) => {
        await page.getByTestId('see-result').click()
        await expandErase(page)
      },
      erased: async (page) => {
        await page.getByTestId('erase').click()
        await page.getByRole('heading', { name: 'This check has been deleted' }).waitFor()
      },
    },
  },
  {
    steps: {
      'results-rejected': async (page, stack, passClient) => {
        await configureRejection(stack, await startSessionFromPage(page, stack))
        await passClient(page, stack)
        await reachOutcome(page, stack)
      },
    },
  },
  {
    env: { RESULTS_PAGE: 'outcome' },
    steps: {
      'results-outcome': async (page, stack, passClient) => {
        await startSessionFromPage(page, stack)
        await passClient(page, stack)
        await reachOutcome(page, stack)
      },
    },
  },
  {
    steps: {
      guidance: async (page, stack) => {
        await startSessionFromPage(page, stack)
        await page.goto(`${page.url()}?yotiErrorCode=4000`)
      },
      'guidance-use-phone': (page) => page.goto(page.url().replace('Code=4000', 'Code=5001')),
      'phone-link': async (page) => {
        await page.getByTestId('use-phone').click()
        await page.getByTestId('phone-link').waitFor()
      },
      'phone-follow': async (page, { baseUrl }) => {
        const link = new URL(await page.getByTestId('phone-link').innerText())
        await createVisitor(baseUrl).submitForm(link.pathname)
        await page.getByRole('heading', { name: 'Go on with your phone' }).waitFor()
      },
    },
  },
  {
    steps: {
      'phone-confirm': async (page, { baseUrl }) => {
        const computer = createVisitor(baseUrl)
        await startSession(computer)
        const response = await computer.submitForm('/sessions', { phone: 'on' })
        await page.goto(readPhoneLink(await response.text()))
      },
      'phone-end': async (page, stack, passClient) => {
        await page.getByTestId('confirm-phone').click()
        await readSessionId(page)
        await passClient(page, stack)
        await stack.advanceTime(3001)
        await page.reload()
        await page.getByTestId('phone-end').waitFor()
      },
    },
  },
  {
    steps: {
      expired: async (page, stack) => {
        await reachCapture(page, stack)
        await expire(page, stack)
      },
    },
  },
  {
    env: HANDOVER_ENV,
    steps: {
      intro: async (page, stack) => {
        await page.goto(await createHandoverUrl(stack))
        await page.getByTestId('continue-check').waitFor()
      },
      'waiting-captured': async (page, stack, passClient) => {
        await continueFromIntro(page)
        await passClient(page, stack)
        await stack.advanceTime(3001)
        await page.reload()
        await page.getByTestId('continue').waitFor()
        await expandErase(page)
      },
      erasing: async (page) => {
        await page.getByTestId('erase').click()
        await page.getByRole('heading', { name: 'This check is being deleted' }).waitFor()
      },
      'expired-handed-over': async (page, stack) => {
        await page.goto(await createHandoverUrl(stack))
        await continueFromIntro(page)
        await waitForClient(page)
        await expire(page, stack)
      },
    },
  },
  // On a stack of its own, because the inbox lists every session.
  { env: {}, steps: { inbox: reachInbox } },
  {
    steps: {
      'not-found': openPath('/sessions/00000000-0000-4000-8000-000000000000'),
      'landing-success': openPath('/success'),
      'landing-error': openPath('/error?yotiErrorCode=4000'),
      'privacy-policy': openPath('/privacy-policy'),
      // Last, because it stops the emulator.
      unavailable: async (page, stack) => {
        await page.goto(stack.baseUrl)
        await stack.emulator.close()
        await page.getByTestId('start').click()
        await page.getByRole('heading', { name: 'Something went wrong' }).waitFor()
      },
    },
  },
]

async function reachCapture(page: Page, stack: Stack): Promise<void> {
  await startSessionFromPage(page, stack)
  await waitForClient(page)
}

async function waitForClient(page: Page): Promise<void> {
  await getClientPage(page).find('country-select').waitFor()
}

async function expire(page: Page, stack: Stack): Promise<void> {
  await stack.advanceTime(901_000)
  await page.reload()
  await page.getByTestId('start-again').waitFor()
}

/** In the client's page, with the pictures that it draws. */
export async function completeCaptureInPage(page: Page): Promise<void> {
  await getClientPage(page).complete()
  await page.getByTestId('progress').waitFor()
}

/** Without the client's page: quicker, and with pictures that are none. */
export async function completeCaptureOverHttp(
  page: Page,
  { emulator }: Pick<Stack, 'emulator'>,
): Promise<void> {
  const sessionId = await readSessionId(page)
  const { origin, pathname } = new URL(page.url())
  const token = readClientSessionToken(await page.content())
  // Else the client in the frame may still ask for its configuration, with a token that has ended.
  await page.goto('about:blank')
  await captureOverHttp(emulator.apiUrl, sessionId, token)
  await page.goto(`${origin}${pathname}?waited=0`)
}

async function reachOutcome(page: Page, stack: Stack): Promise<void> {
  await stack.advanceTime(ALL_CHECKS_DONE_MS)
  await page.reload()
  await page.getByTestId('outcome').waitFor()
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
