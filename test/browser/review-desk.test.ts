import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { callApi } from '../journeys/journey.js'
import { createVisitor } from '../support/visitor.js'
import { useStack } from '../support/use-stack.js'
import { findProblems } from './accessible.js'
import { signInAtDesk } from './example-walks.js'
import { startDeskStack } from './review-desk-stack.js'
import { waitForHeading } from './signup-pages.js'
import { useBrowser } from './use-browser.js'

const GRACE = 'staff-7f3a'
const ALAN = 'staff-c210'
const visit = useBrowser()
const stack = useStack(() => startDeskStack({ pageSize: 2 }))

describe('a reviewer with the keyboard alone', () => {
  it('signs in, reads the case, enlarges a picture, and approves it with a reason', async () => {
    const sessionId = await stack.addCase('user-keyboard', 'unreadable-text')
    const { page } = await visit()
    await page.goto(`${stack.deskUrl}/?outcome=REVIEW&userReference=user-keyboard`)
    expect(new URL(page.url()).origin).toBe(stack.issuer)
    expect(await findProblems(page)).toEqual([])
    await press(page, 'Grace (reviewers)')
    await waitForHeading(page, 'Cases')
    expect(await findProblems(page)).toEqual([])

    await press(page, 'Skip to the cases')
    await page.keyboard.press('Tab')
    expect(await readFocus(page)).toBe('user-keyboard')
    await page.keyboard.press('Enter')
    await waitForHeading(page, 'Case user-keyboard')
    await page.getByText('The text could not be read').first().waitFor()
    expect(await findProblems(page)).toEqual([])

    await press(page, 'Enlarge: Passport, GBR')
    const zoom = page.getByRole('dialog', { name: 'Passport, GBR' })
    await zoom.waitFor()
    await zoom.getByRole('img').evaluate((image: HTMLImageElement) => image.decode())
    expect(await findProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await zoom.waitFor({ state: 'hidden' })
    expect(await readFocus(page)).toBe('Enlarge: Passport, GBR')

    await page.reload()
    await press(page, 'Skip to the decision')
    await page.keyboard.press('Tab')
    await page.keyboard.type('I can read')
    await press(page, 'Approve …')
    await waitForHeading(page, 'Approve case user-keyboard?')
    expect(await findProblems(page)).toEqual([])
    await press(page, 'Approve')
    await page.getByRole('status').getByText('You approved this case').waitFor()
    expect(await findProblems(page)).toEqual([])

    const { body } = await callApi(stack, 'GET', `/api/sessions/${sessionId}`)
    expect(body).toMatchObject({
      outcome: 'APPROVED',
      decision: {
        decision: 'APPROVED',
        decidedBy: GRACE,
        reason: 'text-readable',
        outcomeBefore: 'REVIEW',
      },
    })
    await press(page, 'Open the next case')
    await waitForHeading(page, 'Cases to review')
    await page.getByText('No case needs a decision').waitFor()
  })
})

describe('a case with a watchlist hit', () => {
  it('warns of it, sends uncached pictures, and leaves a trace without data of the applicant', async () => {
    const { page } = await visit()
    const sessionId = await stack.addCase('user-listed', 'watchlist-hit')
    await signInAtDesk(page, stack)
    const media = page.waitForResponse(/\/media\//)
    await page.goto(`${stack.deskUrl}/cases/${sessionId}`, { waitUntil: 'networkidle' })
    await page.getByText('Do not tell the applicant about a watchlist hit').waitFor()
    expect(await page.locator('summary').first().innerText()).toContain('Needs manual review')
    expect((await media).headers()).toMatchObject({
      'cache-control': 'no-store',
      'content-type': expect.stringMatching(/^image\/(jpeg|png)$/) as unknown,
      'content-security-policy': expect.stringContaining("default-src 'none'") as unknown,
      'x-content-type-options': 'nosniff',
    })
    await page.getByText('Who has looked at this case').click()
    await waitForHeading(page, 'Audit log')
    await page.getByRole('row', { name: /Grace opened the case/ }).waitFor()
    expect(await findProblems(page)).toEqual([])

    const lines = (await stack.readAuditLines()).filter((line) => line.sessionId === sessionId)
    expect(lines.map(({ staffId, action }) => `${staffId} ${action}`)).toEqual([
      `${GRACE} case.open`,
      // The document, its portrait and the face.
      ...Array.from({ length: 3 }, () => `${GRACE} media.open`),
    ])
    const fields = lines.flatMap((line) => Object.keys(line))
    expect([...new Set(fields)]).toEqual(['time', 'staffId', 'action', 'sessionId', 'mediaId'])
  })
})

describe('two reviewers of one case', () => {
  it('shows the later one who decided what, and keeps the first decision', async () => {
    const sessionId = await stack.addCase('user-contested', 'all-checks-not-available')
    const grace = await visit({ expectedProblems: /409 \(Conflict\)/ })
    const alan = await visit()
    for (const [{ page }, name] of [
      [grace, 'Grace'],
      [alan, 'Alan'],
    ] as const) {
      await signInAtDesk(page, stack, name)
      await page.goto(`${stack.deskUrl}/cases/${sessionId}`)
    }
    await decide(alan.page, 'Reject', 'The evidence is not sufficient')
    await alan.page.getByText('You rejected this case').waitFor()
    await decide(grace.page, 'Approve', 'I can read the document')

    const { page } = grace
    await page.getByRole('alert').getByText('Your decision was not saved.').waitFor()
    await page
      .getByRole('alert')
      .getByText(/Alan\s+rejected this case/)
      .waitFor()
    expect(await findProblems(page)).toEqual([])
    expect(await readDecision(sessionId)).toMatchObject({ decidedBy: ALAN, decision: 'REJECTED' })

    expect(await page.getByRole('button').allInnerTexts()).not.toContain('Approve …')
    const decisions = (await stack.readAuditLines()).filter(
      (line) => line.action === 'case.decide' && line.sessionId === sessionId,
    )
    expect(decisions).toMatchObject([
      { staffId: ALAN, decision: 'REJECTED', result: 'decided' },
      { staffId: GRACE, decision: 'APPROVED', result: 'conflict' },
    ])
  })
})

describe('a case that Yoti has rejected', () => {
  it('can be approved only with a tick that overrules it', async () => {
    const sessionId = await stack.addCase('user-rejected', 'other-face-manual')
    const { page } = await visit()
    await signInAtDesk(page, stack)
    await page.goto(`${stack.deskUrl}/cases/${sessionId}`)
    expect(await page.locator('summary').first().innerText()).toContain('Failed')
    expect(await page.getByRole('button').allInnerTexts()).not.toContain('Reject …')
    await page.getByLabel('Reason to approve').selectOption('The evidence is sufficient')
    await page.getByRole('button', { name: 'Approve …' }).click()
    expect(await page.getByRole('checkbox').evaluate(hasMissingValue)).toBe(true)
    await page.getByLabel(/I overrule the outcome/).check()
    expect(await findProblems(page)).toEqual([])
    await decide(page, 'Approve', 'The evidence is sufficient')
    await page.getByText('You approved this case').waitFor()
    expect(await readDecision(sessionId)).toMatchObject({
      decidedBy: GRACE,
      decision: 'APPROVED',
      outcomeBefore: 'REJECTED',
    })
  })
})

describe('the queue', () => {
  it('filters by user, outcome and date, and continues on the next page', async () => {
    const { page } = await visit()
    await signInAtDesk(page, stack)
    await stack.addCase('user-clear', 'approved-passport')
    for (const name of ['user-1', 'user-2', 'user-3']) await stack.addCase(name, 'too-dark')
    await page.goto(stack.deskUrl)
    expect(await listRows(page)).toEqual(['user-3', 'user-2'])
    await page.getByRole('link', { name: 'Next page' }).click()
    await page.waitForURL(/cursor=/)
    expect(await listRows(page)).toContain('user-1')
    await page.getByRole('link', { name: 'First page' }).click()
    await page.getByRole('link', { name: 'user-3' }).waitFor()

    await page.getByLabel('User reference').fill('user-clear')
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByText('No case matches').waitFor()
    expect(await findProblems(page)).toEqual([])
    await page.getByLabel('User reference').fill('not a reference')
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByText('No case matches').waitFor()
    await page.getByLabel('User reference').fill('user-clear')
    await page.getByLabel('Outcome').selectOption('Any')
    const today = new Date().toISOString().slice(0, 10)
    await page.getByLabel('Created to (UTC)').fill(today)
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByRole('row', { name: /user-clear Approved.* ago/ }).waitFor()
    await page.getByLabel('Created to (UTC)').fill('2020-01-01')
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByText('No case matches').waitFor()
  })
})

describe('someone who is not a reviewer', () => {
  it('is refused after the login when they lack the group', async () => {
    const { page } = await visit({ expectedProblems: /status of 403/ })
    await page.goto(stack.deskUrl)
    await page.getByRole('button', { name: 'Eve (sales)' }).click()
    await waitForHeading(page, 'You are not a reviewer')
    expect(await findProblems(page)).toEqual([])
    await page.goto(`${stack.deskUrl}/audit`)
    await waitForHeading(page, 'You are not a reviewer')
  })

  it('sees nothing without a login, with a foreign state, or from another site', async () => {
    const visitor = createVisitor(stack.deskUrl)
    const sessionId = await stack.addCase('user-secret', 'too-dark')
    for (const path of [
      '/',
      '/audit',
      `/cases/${sessionId}`,
      `/cases/${sessionId}/media/${sessionId}`,
    ]) {
      const response = await visitor.get(path)
      expect([response.status, response.headers.get('location')]).toEqual([303, '/login'])
    }
    await visitor.get('/login')
    const callback = await visitor.get('/login/callback?code=guessed&state=guessed')
    expect(callback.status).toBe(400)
    expect(stack.logged).toEqual(['A login failed: OAUTH_INVALID_RESPONSE.'])
    const foreign = await visitor.submitForm('/logout', {}, { origin: 'https://other.example' })
    expect(foreign.status).toBe(403)
  })
})

describe('a reviewer who signs out', () => {
  it('is signed out at the provider, too', async () => {
    const { page } = await visit()
    await signInAtDesk(page, stack)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Yes, sign out' }).click()
    await waitForHeading(page, 'You are signed out')
    await page.goto(stack.deskUrl)
    await page.getByRole('button', { name: 'Grace (reviewers)' }).waitFor()
  })
})

async function decide(page: Page, verb: 'Approve' | 'Reject', reason: string): Promise<void> {
  await page.getByLabel(`Reason to ${verb.toLowerCase()}`).selectOption(reason)
  await page.getByRole('button', { name: `${verb} …` }).click()
  await page.getByRole('button', { name: verb, exact: true }).click()
}

async function readDecision(sessionId: string): Promise<unknown> {
  return (await callApi(stack, 'GET', `/api/sessions/${sessionId}`)).body.decision
}

/** Moves the focus to a control with Tab, and presses Enter. */
async function press(page: Page, name: string): Promise<void> {
  for (let count = 0; count < 60; count += 1) {
    if ((await readFocus(page)) === name) {
      await page.keyboard.press('Enter')
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach "${name}".`)
}

function readFocus(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent.trim()
  })
}

function listRows(page: Page): Promise<string[]> {
  return page.locator('tbody th').allInnerTexts()
}

function hasMissingValue(input: Element): boolean {
  return (input as HTMLInputElement).validity.valueMissing
}
