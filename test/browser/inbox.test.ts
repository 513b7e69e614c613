import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import { SESSION_SPEC } from '../../emulator/test/session-spec.js'
import { startEmulatorFixture } from '../../emulator/test/emulator-fixture.js'
import { useBrowser } from './use-browser.js'

const visit = useBrowser()

/** Refuses the first notification, and takes those that follow. */
async function startWebhookReceiver() {
  const received: string[] = []
  const server = createServer((req, res) => {
    req.resume()
    received.push(req.url ?? '')
    res.writeHead(received.length === 1 ? 500 : 202).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    received,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/yoti`,
    [Symbol.dispose]: () => {
      server.close().closeAllConnections()
    },
  }
}

describe('the inbox', () => {
  it('shows new requests automatically and resends a rejected notification', async () => {
    await using fixture = await startEmulatorFixture()
    using receiver = await startWebhookReceiver()
    const { page } = await visit()
    await page.goto(fixture.emulator.inboxUrl)
    await page.getByTestId('no-requests').waitFor()

    await fixture.completeSession({
      ...SESSION_SPEC,
      notifications: { endpoint: receiver.endpoint, topics: ['session_completion'] },
    })
    const notifications = page.getByTestId('notifications').locator('li[data-delivery]')
    await notifications.getByText('✗ answered 500').waitFor()
    await page.getByRole('button', { name: /Send session_completion of .* again/ }).click()
    await notifications.getByText('✓ answered 202').waitFor()
    expect(receiver.received).toHaveLength(2)
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

  it('shows the total when it lists only the latest requests', async () => {
    await using fixture = await startEmulatorFixture()
    const { path } = await fixture.createSession()
    const { page } = await visit()
    await page.goto(fixture.emulator.inboxUrl)
    await page.getByText('1 request (0 not proven), 0 notifications, 0 webhooks').waitFor()
    for (let requestCount = 0; requestCount < 100; requestCount += 1)
      await fixture.signed('GET', path)
    await page
      .getByText('the last 100 of 101 requests (0 not proven), 0 notifications, 0 webhooks')
      .waitFor()
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
})
