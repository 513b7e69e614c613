import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { useStack } from '../support/use-stack.js'
import { getFreePort } from '../support/free-port.js'
import { listen } from '../support/listen.js'
import { createProgram } from '../support/program.js'
import { startStack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { getClientPage } from '../../emulator/src/playwright.js'
import { completeInFirefox, findFirefox, launchFirefox, select } from './firefox.js'
import { createHandoverUrl, HANDOVER_ENV } from '../journeys/journey.js'
import {
  continueFromIntro,
  createPresetEnv,
  readImageWidths,
  readSessionId,
  startSessionFromPage,
  waitForOutcome,
} from './journey.js'
import { completeCaptureOverHttp } from './page-walks.js'
import { waitForHeading } from './signup-pages.js'
import { useBrowser } from './use-browser.js'

const SPECIMENS = join(import.meta.dirname, '../../emulator/public/assets/specimens')
const visit = useBrowser()

describe('an approved user of a server under a path', () => {
  const stack = useStack(async () => {
    const sdk_config = { allowed_capture_methods: 'CAMERA_AND_UPLOAD' }
    const env = await createPresetEnv({ ...DEFAULT_PRESET, sdk_config })
    return startStack({ clock: 'real', basePath: '/kyc', env })
  })

  it('is led to a try again after an error, captures with the camera, and returns by redirects', async () => {
    const { page, context, requestedUrls } = await visit()
    const sessionId = await startSessionFromPage(page, stack)
    const sessionUrl = `${stack.baseUrl}/sessions/${sessionId}`
    const token = stack.emulator.session(sessionId)?.clientSessionToken ?? ''
    expect(token).not.toBe('')
    await getClientPage(page).exitWithError(5011)
    await page.waitForURL(`${sessionUrl}?yotiErrorCode=5011`)

    await page.goto(sessionUrl)
    await getClientPage(page).complete({ picture: 'CAMERA' })

    expect(await waitForOutcome(page)).toBe('APPROVED')
    const widths = await readImageWidths(page)
    expect(widths.length).toBeGreaterThanOrEqual(5)
    expect(Math.min(...widths)).toBeGreaterThan(0)
    // The landing adds it when the checks complete within a poll.
    expect(page.url().replace(/\?waited=\d+$/, '')).toBe(sessionUrl)
    await page.getByTestId('finish-device').click()
    await page.getByTestId('start').waitFor()
    expect(page.url()).toBe(`${stack.baseUrl}/`)

    const { origin } = new URL(stack.baseUrl)
    const own = requestedUrls.filter((url) => url.startsWith(origin))
    expect(own.some((url) => url.startsWith(`${stack.baseUrl}/success`))).toBe(true)
    expect(own.filter((url) => !/^\/kyc(\/|$)/.test(new URL(url).pathname))).toEqual([])
    expect(requestedUrls.filter((url) => url.includes(token))).toEqual([])
    const names = (await context.cookies(origin)).map(({ name }) => name)
    expect(names.every((name) => /-[0-9a-f]{8}$/.test(name))).toBe(true)
  })

  it('uploads both sides of a driving licence, after a double click and a refresh', async () => {
    const { page } = await visit()
    const countCreated = () =>
      stack.emulator
        .requests()
        .filter(({ method, pattern }) => method === 'POST' && pattern === '/sessions').length
    const countBefore = countCreated()
    await page.goto(stack.baseUrl)
    await page.getByTestId('start').dblclick()
    const sessionId = await readSessionId(page)
    await page.reload()

    const client = getClientPage(page)
    await client.chooseDocument('DRIVING_LICENCE')
    expect(await readSessionId(page)).toBe(sessionId)
    expect(countCreated()).toBe(countBefore + 1)
    await client.upload(join(SPECIMENS, 'driving-licence-front.png'))
    await client.upload(join(SPECIMENS, 'driving-licence-back.png'))
    await client.click('consent-accept')
    await client.takePhoto()
    await client.click('finish')

    expect(await waitForOutcome(page)).toBe('APPROVED')
    expect(await page.getByTestId('document').innerText()).toMatch(/driving licence/i)
    const widths = await readImageWidths(page)
    expect(widths.length).toBeGreaterThanOrEqual(4)
    expect(Math.min(...widths)).toBeGreaterThan(0)
  })
})

describe('a session without redirect URLs', () => {
  it('returns by a message after an error, and when the user has finished', async () => {
    const sdk_config = { success_url: null, error_url: null }
    const env = await createPresetEnv({ ...DEFAULT_PRESET, sdk_config })
    await using stack = await startStack({ clock: 'real', env })
    const { page, requestedUrls } = await visit()
    const sessionId = await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(5011)
    await page.getByRole('heading', { name: 'The camera isn’t good enough' }).waitFor()
    expect(stack.emulator.session(sessionId)?.clientErrors).toEqual([5011])

    await page.getByTestId('retry-here').click()
    await getClientPage(page).complete()
    expect(await readSessionId(page)).toBe(sessionId)
    expect(await waitForOutcome(page)).toBe('APPROVED')
    const isLanding = (url: string) => /\/(success|error)\b/.test(new URL(url).pathname)
    expect(requestedUrls.filter(isLanding)).toEqual([])
  })
})

describe('a computer and a phone', () => {
  it('share a session: after 5010 the phone captures, and the computer shows the outcome', async () => {
    await using stack = await startStack({ clock: 'real' })
    const { page: computer } = await visit()
    const { page: phone } = await visit({ width: 390 })
    const sessionId = await startSessionFromPage(computer, stack)
    await getClientPage(computer).exitWithError(5010)
    await computer.getByTestId('retry-here').waitFor()
    await computer.getByTestId('use-phone').click()
    const link = await computer.getByTestId('phone-link').innerText()

    await phone.goto(link)
    await phone.getByTestId('confirm-phone').click()
    await computer.getByRole('heading', { name: 'Go on with your phone' }).waitFor()
    expect(new URL(computer.url()).pathname).toBe(`/sessions/${sessionId}`)

    await getClientPage(phone).complete()
    await phone.getByRole('heading', { name: 'Go back to your computer' }).waitFor()
    expect(await waitForOutcome(computer)).toBe('APPROVED')
  })
})

describe('a phone in the local network of a server with HTTPS=self-signed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'https '))
  let server: ReturnType<typeof createProgram>
  let baseUrl: string
  beforeAll(async () => {
    const [port, emulatorPort] = [await getFreePort('0.0.0.0'), await getFreePort('0.0.0.0')]
    const ports = { PORT: String(port), EMULATOR_PORT: String(emulatorPort) }
    const env = { ...ports, HTTPS: 'self-signed', EMULATOR_SPEED: '20' }
    server = createProgram('dist/server.js', env, 'SHA-256', folder)
    await server.start()
    baseUrl = /Open (https:\S+) /.exec(server.output())?.[1] ?? ''
  })
  afterAll(async () => {
    await server.kill()
    rmSync(folder, { recursive: true })
  })

  it('captures passport and face in a frame over https, and Yoti notifies over https', async () => {
    const { page, context, requestedUrls } = await visit({ width: 390, ignoreHttpsErrors: true })
    await startSessionFromPage(page, { baseUrl })
    await getClientPage(page).complete({ picture: 'CAMERA' })
    expect(await waitForOutcome(page)).toBe('APPROVED')
    expect(Math.min(...(await readImageWidths(page)))).toBeGreaterThan(0)
    expect(requestedUrls.filter((url) => !/^(https|blob|data):/.test(url))).toEqual([])
    const cookies = await context.cookies(baseUrl)
    expect(cookies).toContainEqual(expect.objectContaining({ name: '__Host-owner', secure: true }))
    expect((await page.goto(baseUrl))?.headers()).not.toHaveProperty('strict-transport-security')

    const ca = readFileSync(join(folder, 'data', 'https-certificate.pem'))
    const request = get(`${baseUrl}/metrics`, { ca })
    const [metrics] = (await once(request, 'response')) as [IncomingMessage]
    expect(await text(metrics)).toMatch(/notifications_total\{result="accepted"\} [1-9]/)
    await expect(once(get(baseUrl), 'response')).rejects.toThrow(/self-signed|certificate/)
  })

  it('can follow what the server prints: what to open, the browser’s warning and what to do', () => {
    const output = server.output()
    expect(output).toContain(`1. Open ${baseUrl}.`)
    expect(output).toContain('Continue anyway')
    expect(output).toMatch(/2\. Open https:\/\/\S+:\d+\/idverify\/v1\/web\/index\.html/)
    expect(output).toMatch(/([0-9A-F]{2}:){31}[0-9A-F]{2}/)
  })
})

describe('a browser without JavaScript', () => {
  it('reaches the client, waits by refreshing, and sees the outcome', async () => {
    await using stack = await startStack()
    const { page } = await visit({ javaScript: false })
    const sessionId = await startSessionFromPage(page, stack)
    await page.getByRole('button', { name: 'Continue with Yoti' }).click()
    await page.waitForURL(`${stack.emulator.apiUrl}/web/index.html?sessionID=${sessionId}*`)

    const token = stack.emulator.session(sessionId)?.clientSessionToken ?? ''
    await captureOverHttp(stack.emulator.apiUrl, sessionId, token)
    await stack.advanceTime(3001)
    await page.goto(`${stack.baseUrl}/success?sessionID=${sessionId}`)
    await page.getByTestId('continue').click()
    await page.getByRole('button', { name: 'Continue your check' }).click()
    await page.getByTestId('progress').waitFor()
    await stack.advanceTime(600_000)
    const refresh = page.locator('meta[http-equiv="refresh"]')
    const [, address = ''] =
      /^20;url=(.+)$/.exec((await refresh.getAttribute('content')) ?? '') ?? []
    await page.goto(stack.baseUrl + address)
    expect(await waitForOutcome(page)).toBe('APPROVED')
  })
})

describe('a user from a business', () => {
  it('reaches the session with one click when the browser has prefetched the link', async () => {
    await using stack = await startStack({ env: HANDOVER_ENV })
    const url = await createHandoverUrl(stack)
    // cspell:ignore speculationrules
    const rules = { prefetch: [{ source: 'list', urls: [url], eagerness: 'immediate' }] }
    await using shop = await listen((_req, res) => {
      res.setHeader('Content-Type', 'text/html').end(
        `<!doctype html><title>Shop</title><link rel="icon" href="data:," /><a href="${url}">Verify</a>
        <script type="speculationrules">${JSON.stringify(rules)}</script>`,
      )
    })
    const { page } = await visit({ expectedProblems: /503/ })
    await page.goto(shop.url)
    await waitFor('the prefetch', () =>
      stack.logLines.some((line) => line.includes('"status":503')),
    )
    await page.getByRole('link').click()
    await continueFromIntro(page)
    await getClientPage(page).find('country-select').waitFor()
  })
})

describe('a user who erases', () => {
  it('sees in every window that erasure is in progress while checks are unfinished, and its end', async () => {
    await using stack = await startStack()
    const { page, context } = await visit({ expectedProblems: /status of 410/ })
    await startSessionFromPage(page, stack)
    await completeCaptureOverHttp(page, stack)
    await stack.advanceTime(3001)
    await page.reload()
    const other = await context.newPage()
    await other.goto(page.url())
    await other.getByTestId('progress').waitFor()
    expect(await page.getByTestId('erase').isVisible()).toBe(false)
    await page.getByText('Delete my data').click()
    await page.getByTestId('erase').click()
    for (const each of [page, other]) await waitForHeading(each, 'This check is being deleted')
    expect(await page.locator('main img').count()).toBe(0)

    await stack.advanceTime(600_000)
    await stack.advanceTime(600_000)
    for (const each of [page, other]) await waitForHeading(each, 'This check has been deleted')
  })
})

const firefox = findFirefox()
if (firefox !== undefined) {
  describe('a user with Firefox', () => {
    it('starts, captures a document and a face, and sees the outcome', async () => {
      await using stack = await startStack({ clock: 'real' })
      const browser = await launchFirefox(firefox)
      try {
        const page = await browser.newPage()
        const errors: unknown[] = []
        page.on('pageerror', (error) => errors.push(error))
        await page.goto(stack.baseUrl)
        await page.locator(select('start')).click()
        await completeInFirefox(page)
        await page.waitForSelector(`${select('outcome')}[data-outcome="APPROVED"]`)
        expect(errors).toEqual([])
      } finally {
        await browser.close()
      }
    }, 120_000)
  })
}
