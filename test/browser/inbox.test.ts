import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { SESSION_SPEC } from '../../emulator/test/session-spec.js'
import { startEmulatorFixture } from '../../emulator/test/emulator-fixture.js'
import { createWebhookSender } from '../../src/webhooks/webhook-sender.js'
import { listen } from '../support/listen.js'
import { startStack } from '../support/start-stack.js'
import { findProblems } from './accessible.js'
import { startSessionFromPage } from './journey.js'
import { useBrowser } from './use-browser.js'

const visit = useBrowser()

describe('the inbox', () => {
  it('shows new requests automatically and resends a rejected notification', async () => {
    await using fixture = await startEmulatorFixture()
    const received: string[] = []
    // Refuses the first notification, and takes those that follow.
    await using receiver = await listen((req, res) => {
      req.resume()
      received.push(req.url ?? '')
      res.writeHead(received.length === 1 ? 500 : 202).end()
    })
    const { page } = await visit()
    await page.goto(fixture.emulator.inboxUrl)
    await page.getByTestId('no-requests').waitFor()

    await fixture.completeSession({
      ...SESSION_SPEC,
      notifications: { endpoint: `${receiver.url}/yoti`, topics: ['session_completion'] },
    })
    const notifications = page.getByTestId('notifications').locator('li[data-delivery]')
    await notifications.getByText('✗ answered 500').waitFor()
    await page.getByRole('button', { name: /Send session_completion of .* again/ }).click()
    await notifications.getByText('✓ answered 202').waitFor()
    expect(received).toHaveLength(2)
    expect(await notifications.count()).toBe(2)
  })

  it("shows one session's requests when selected, and no new ones while paused", async () => {
    await using fixture = await startEmulatorFixture()
    const { id, path } = await fixture.createSession()
    await fixture.createSession()
    const { page } = await visit()
    await page.clock.install()
    await page.goto(fixture.emulator.inboxUrl)
    const requests = page.getByTestId('requests').locator('li[data-digest]')
    await requests.nth(1).waitFor()
    const choice = page.getByTestId('sessions').getByRole('link', { name: `cust-0001 ${id}` })
    await choice.click()
    await page.waitForFunction(
      (list) => document.querySelectorAll(list).length === 1,
      '[data-testid="requests"] li',
    )
    expect(await choice.getAttribute('aria-current')).toBe('true')
    expect(page.url()).toBe(`${fixture.emulator.inboxUrl}?session=${id}`)

    const pause = page.getByTestId('pause')
    await pause.click()
    let requestCount = 0
    page.on('request', () => (requestCount += 1))
    await fixture.signed('GET', path)
    await page.clock.runFor(10_000)
    expect(requestCount).toBe(0)
    expect(await requests.count()).toBe(1)
    await pause.click()
    await requests.nth(1).waitFor()
  })

  it('reports a stopped emulator and continues when it is back', async () => {
    const fixture = await startEmulatorFixture()
    const port = Number(new URL(fixture.emulator.url).port)
    const { page } = await visit({ expectedProblems: /ERR_CONNECTION|Failed to load/ })
    await page.goto(fixture.emulator.inboxUrl)
    await page.getByTestId('no-requests').waitFor()
    await fixture.emulator.close()
    await page.getByText('The emulator is not responding. Start it again').waitFor()
    await using again = await startEmulatorFixture({ port })
    await again.createSession()
    await page.getByTestId('requests').getByText('✓ digest verified').waitFor()
    expect(await page.getByTestId('problem').isHidden()).toBe(true)
  })

  it('filters by its address without a script, and names the session of each row', async () => {
    await using fixture = await startEmulatorFixture()
    const { id, path } = await fixture.createSession()
    await fixture.createSession({ ...SESSION_SPEC, user_tracking_id: 'cust-0002' })
    await fixture.signed('GET', `${path}/media/unknown/content`)
    const { page } = await visit({ javaScript: false })
    const rows = page.getByTestId('requests').locator('li[data-digest]')
    await page.goto(`${fixture.emulator.inboxUrl}?user=cust-0001`)
    expect(await rows.count()).toBe(2)
    await page.getByLabel('Failed only').check()
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    expect(await rows.count()).toBe(1)
    expect(page.url()).toContain('user=cust-0001&session=&failed=on')

    await page.getByRole('link', { name: 'Show everything' }).click()
    expect(await rows.count()).toBe(3)
    await page.getByLabel('Search').fill('/media/')
    await page.getByLabel('Search').press('Enter')
    expect(await rows.count()).toBe(1)
    await rows.getByRole('link', { name: id }).click()
    expect(page.url()).toBe(`${fixture.emulator.inboxUrl}?session=${id}`)
    expect(await rows.count()).toBe(2)
  })

  it('changes clock, faults and deliveries by its own forms only', async () => {
    await using fixture = await startEmulatorFixture()
    const { id, path } = await fixture.createSession()
    const { page } = await visit({ javaScript: false })
    const address = `${fixture.emulator.inboxUrl}?session=${id}`
    await page.goto(address)
    await page.getByLabel('Next requests').selectOption('429, once')
    await page.getByRole('button', { name: 'Set the fault' }).click()
    await page.getByLabel('Notifications', { exact: true }).selectOption('dropped')
    await page.getByRole('button', { name: 'Set the delivery' }).click()
    expect(page.url()).toBe(address)
    await page.getByTestId('sessions').getByText('ONGOING · error · drop').waitFor()
    expect((await fixture.signed('GET', path)).status).toBe(429)
    await page.getByLabel('Clock').selectOption('15 minutes')
    await page.getByRole('button', { name: 'Advance the clock' }).click()
    await page.getByTestId('sessions').getByText('EXPIRED').waitFor()

    const forge = (origin: string) =>
      fetch(`${fixture.emulator.inboxUrl}/reset`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin },
        body: 'json={}',
      })
    const foreign = ['https://example.com', 'null', 'http://127.0.0.1:1']
    const refused = await Promise.all(foreign.map(forge))
    expect(refused.map(({ status }) => status)).toEqual([415, 415, 415])
    expect(fixture.emulator.session(id)).toBeDefined()
  })

  it('shows each call as commands that work and contain no secret', async () => {
    await using fixture = await startEmulatorFixture({ recordContent: true })
    const { id, token } = await fixture.createSession({
      ...SESSION_SPEC,
      user_tracking_id: "o'brien",
      notifications: { endpoint: 'http://127.0.0.1:1/yoti', auth_token: 'a-credential' },
    })
    const { page } = await visit()
    await page.goto(fixture.emulator.inboxUrl)
    const row = page.getByTestId('requests').locator('li[data-digest]')
    await row.locator('summary', { hasText: 'cURL' }).click()
    await row.locator('summary', { hasText: 'Body' }).click()
    await row.locator('summary', { hasText: 'Response' }).click()
    const text = (await row.innerText()) + (await page.content())
    expect(text).toContain(`"session_id": "${id}"`)
    for (const secret of [token, 'a-credential']) expect(text).not.toContain(secret)
    await page.getByTestId('content-note').waitFor()
    expect(await findProblems(page)).toEqual([])

    const folder = mkdtempSync(join(tmpdir(), 'inbox-'))
    const keyFile = join(folder, 'key.pem')
    writeFileSync(keyFile, fixture.application.privateKey)
    const { sdkId } = fixture.application
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-c', (await row.locator('pre').first().textContent()) ?? ''],
      {
        cwd: folder,
        env: { ...process.env, YOTI_CLIENT_SDK_ID: sdkId, YOTI_KEY_FILE_PATH: keyFile },
      },
    )
    rmSync(folder, { recursive: true })
    const created = JSON.parse(stdout) as { session_id: string }
    const tracked = page.getByTestId('sessions').getByRole('link', { name: `o'brien` })
    await tracked.filter({ hasText: created.session_id }).waitFor()
  })

  it("receives the server's outcome webhooks and lists every attempt", async () => {
    await using fixture = await startEmulatorFixture()
    const { id: sessionId } = await fixture.createSession()
    const { page } = await visit()
    await page.goto(fixture.emulator.inboxUrl)
    await page.getByLabel('Next webhooks').selectOption('refuse 1 (503)')
    await page.getByRole('button', { name: 'Set the response' }).click()
    await page.getByTestId('done').getByText('Set the response: done.').waitFor()
    const url = (await page.getByTestId('no-webhooks').locator('code').textContent()) ?? ''
    const sender = createWebhookSender({ url, secrets: [`whsec_${'c2VjcmV0'.repeat(6)}`] })
    const data = { sessionId, userReference: 'cust-0001', outcome: 'APPROVED' }
    const payload = JSON.stringify({ type: 'session.completed', data })
    const event = { id: 'evt_1', payload, now: Date.now() }
    await expect(sender.send(event)).rejects.toThrow('responded with 503')
    await sender.send(event)
    const webhooks = page.getByTestId('webhooks').locator('li')
    await webhooks.getByText('2 attempts').waitFor()
    for (const text of [
      'session.completed',
      'APPROVED',
      sessionId,
      '✗ answered 503',
      '✓ answered 204',
    ])
      await webhooks.getByText(text).waitFor()
    expect(await webhooks.count()).toBe(1)
    expect(await findProblems(page)).toEqual([])
  })

  it("is linked from a session's page on the emulator only, and from the client", async () => {
    for (const target of [undefined, 'live'] as const) {
      await using stack = await startStack(target && { target })
      const { page, context } = await visit()
      const sessionId = await startSessionFromPage(page, stack)
      const client = page.frameLocator('[data-testid="client"]').getByTestId('inbox-link')
      await client.waitFor()
      expect(await client.getAttribute('href')).toBe(`/_emulator?session=${sessionId}`)
      await page.goto(`${stack.baseUrl}/sessions/${sessionId}?yotiErrorCode=1002`)
      const link = page.getByTestId('inbox-link')
      expect(await link.count()).toBe(target === undefined ? 1 : 0)
      if (target !== undefined) continue
      const opened = context.waitForEvent('page')
      await link.click()
      const inbox = await opened
      await inbox.getByTestId('subject').getByText(`session ${sessionId}`).waitFor()
    }
  })
})
