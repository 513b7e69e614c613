import { afterAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { SESSION_SPEC } from '../../emulator/test/session-spec.js'
import { startStack, type Stack } from '../support/start-stack.js'
import { useStack } from '../support/use-stack.js'
import { createClientPage } from '../../emulator/src/playwright.js'
import { startClientFixture } from './client-fixture.js'
import { findProblems } from './accessible.js'
import { SIGNUP_WALKS } from './example-walks.js'
import { startSessionFromPage, waitForOutcome } from './journey.js'
import { completeCaptureOverHttp, PAGE_WALKS, type Walk } from './page-walks.js'
import { startSignupStack } from './signup-pages.js'
import { useBrowser } from './use-browser.js'

const visit = useBrowser()

describe('each page', () => {
  /** By environment. */
  const stacks = new Map<unknown, Promise<Stack>>()
  const signup = useStack(startSignupStack)
  afterAll(async () => {
    for (const stack of stacks.values()) await (await stack)[Symbol.asyncDispose]()
  })
  const getStack = (env?: Record<string, string>) => {
    const stack = stacks.get(env) ?? startStack({ env: { RATE_LIMIT: 'off', ...env } })
    stacks.set(env, stack)
    return stack
  }
  const toRow = <W extends { steps: object }>(walk: W) =>
    [Object.keys(walk.steps).join(', '), walk] as const

  it.each(PAGE_WALKS.map(toRow))('is accessible: %s', async (_names, { env, steps }) => {
    await expectAccessibleSteps(steps, await getStack(env))
  })

  it.each(SIGNUP_WALKS.map(toRow))('is accessible: %s', async (_names, { steps }) => {
    await expectAccessibleSteps(steps, signup)
  })
})

/** No axe violations in light and dark mode, and no page that is too wide for a narrow screen. */
async function expectAccessibleSteps<S extends Stack>(steps: Walk<S>['steps'], stack: S) {
  const { page } = await visit({ expectedProblems: /status of (403|404|410|503)/ })
  for (const [name, reach] of Object.entries(steps)) {
    await reach(page, stack, completeCaptureOverHttp)
    expect(await findProblems(page, name)).toEqual([])
  }
}

describe('a user with the keyboard alone', () => {
  it('starts, completes the client, and reads the outcome', async () => {
    await using stack = await startStack({ clock: 'real' })
    const { page } = await visit()
    await page.goto(stack.baseUrl)
    for (const reached of ['Language: English', 'Start']) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(reached)
    }
    await page.keyboard.press('Enter')
    await page.waitForURL('**/sessions/*')

    const pressed = new Set<string>()
    while (!(await page.getByTestId('progress').isVisible())) {
      const testId = await readFocusedTestId(page)
      const [name, ...keys] = KEYS.find(([prefix]) => testId.startsWith(prefix)) ?? ['', 'Tab']
      if (name !== '') pressed.add(name)
      for (const key of keys) await page.keyboard.press(key)
    }
    expect([...pressed]).toEqual(
      expect.arrayContaining(['country-select', 'use-specimen', 'finish']),
    )
    expect(await waitForOutcome(page)).toBe('APPROVED')
  })
})

/** What to press on an element of the client's page, by its test id. Everything else is passed. */
const KEYS = [
  ['country-select', 'U', 'Tab'],
  ['document-type-', 'Space', 'Tab'],
  ['continue', 'Enter'],
  ['use-specimen', 'Enter'],
  ['confirm-picture', 'Enter'],
  ['consent-accept', 'Enter'],
  ['finish', 'Enter'],
] as const

/** In the frame, if it has the focus. Empty also while the page is being replaced. */
async function readFocusedTestId(page: Page): Promise<string> {
  const read = () => document.activeElement?.getAttribute('data-testid') ?? ''
  try {
    const testId = await page.evaluate(read)
    if (testId !== 'client') return testId
    const frame = await (await page.$('[data-testid="client"]'))?.contentFrame()
    return (await frame?.evaluate(read)) ?? ''
  } catch {
    return ''
  }
}

describe("the emulator's client page", () => {
  it('has no axe violations at any step in light and dark mode', async () => {
    await using stack = await startStack()
    const { page } = await visit({ width: 390 })
    await startSessionFromPage(page, stack)
    const launchUrl = await page.getByTestId('client').getAttribute('data-launch-url')
    await page.goto(launchUrl ?? '')
    const client = createClientPage(page)
    const steps: [string, () => Promise<void>][] = [
      ['country-select', () => client.chooseDocument('PASSPORT')],
      ['camera-start', () => client.click('camera-start')],
      ['camera-capture', () => client.click('camera-capture')],
      ['confirm-picture', () => client.click('confirm-picture')],
      ['consent-accept', () => client.click('consent-accept')],
      ['use-specimen', () => client.useSpecimen()],
      ['finish', () => client.click('leave-menu-open')],
      ['leave-error-7002', () => client.click('leave-error-7002')],
    ]
    for (const [testId, goOn] of steps) {
      await client.find(testId).waitFor()
      expect(await findProblems(page, testId)).toEqual([])
      await goOn()
    }
  })

  it('has none after a hand-off, after a rejection, from right to left and for several pages', async () => {
    await using fixture = await startClientFixture()
    const { page } = await visit({ width: 390 })
    const { client } = await fixture.open(
      page,
      {
        ...SESSION_SPEC,
        required_documents: [
          { type: 'ID_DOCUMENT' },
          { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } },
        ],
        sdk_config: {
          allow_handoff: true,
          locale: 'ar',
          brand_id: 'brand-7',
          secondary_colour: '#9fd8cb',
        },
      },
      {
        task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result_template: 'UNABLE_TO_OCR' }] },
      },
    )
    await page.locator('html[dir="rtl"]').waitFor()
    const steps: [string, () => Promise<void>][] = [
      ['handoff-stay', () => client.click('handoff-stay')],
      ['country-select', () => client.chooseDocument('PASSPORT')],
      ['use-specimen', () => client.useSpecimen()],
      ['reading-failed', () => client.click('continue-anyway')],
      ['country-select', () => client.chooseDocument('UTILITY_BILL')],
      ['use-specimen', () => client.click('use-specimen')],
      ['add-page', () => client.click('add-page')],
    ]
    for (const [testId, goOn] of steps) {
      await client.find(testId).waitFor()
      expect(await findProblems(page, testId)).toEqual([])
      await goOn()
    }
  })

  it('has none while it waits for the reference image', async () => {
    await using fixture = await startClientFixture()
    const { page } = await visit({ width: 390, expectedProblems: /409 \(Conflict\)/ })
    const checks = [
      { type: 'LIVENESS', config: { liveness_type: 'STATIC' } },
      { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
    ]
    const { client } = await fixture.open(page, { requested_checks: checks })
    await client.find('not-ready').waitFor()
    expect(await findProblems(page)).toEqual([])
  })
})
