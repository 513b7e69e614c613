import { describe, expect, it } from '@jest/globals'
import { createRequire } from 'node:module'
import type decode from 'jsqr'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor, readPhoneLink, startSession, type Visitor } from '../support/visitor.js'
import { API_ENV, callApi, captureOnPage, CHECKS_DONE_MS, readMediaId } from './journey.js'

const MINUTE_MS = 60_000
// Its types do not match its module under `nodenext`.
const decodeQrCode = createRequire(import.meta.url)('jsqr') as typeof decode.default

const createLink = async (visitor: Visitor, path: string): Promise<string> => {
  const response = await visitor.submitForm(`${path}/phone`)
  return new URL(readPhoneLink(await response.text())).pathname
}

/** A session of the start page, and the link that its owner got. */
async function offerPhone(stack: Stack) {
  const [owner, phone] = [createVisitor(stack.baseUrl), createVisitor(stack.baseUrl)]
  const sessionId = await startSession(owner)
  const path = `/sessions/${sessionId}`
  return { owner, phone, sessionId, path, link: await createLink(owner, path) }
}

async function startOnPhone(stack: Stack) {
  const offer = await offerPhone(stack)
  const response = await offer.phone.submitForm(offer.link)
  expect([response.status, response.headers.get('location')]).toEqual([303, offer.path])
  return offer
}

const readPage = async (visitor: Visitor, path: string) => (await visitor.get(path)).text()

/** Without its request id. */
const readError = async (response: Promise<Response>) => {
  const { status, text } = await response.then(async (each) => ({
    status: each.status,
    text: await each.text(),
  }))
  return [status, text.replace(/[0-9a-f-]{36}/g, '')]
}

describe('the link for a phone', () => {
  it('is also a QR code, from the button of the start page', async () => {
    const baseUrl = 'http://kyc.example'
    await using stack = await startStack({ env: { YOTI_APP_BASE_URL: baseUrl } })
    const visitor = createVisitor(stack.baseUrl)
    const page = await visitor.submitForm('/sessions', { phone: 'on' }, { origin: baseUrl })
    const html = await page.text()
    expect(readPhoneLink(html)).toMatch(/^http:\/\/kyc\.example\/phone\/[\w-]{43}$/)
    expect(readQrCode(html)).toBe(readPhoneLink(html))
  })

  it('changes nothing until the phone confirms, works once, and not for another site', async () => {
    await using stack = await startStack({ env: { BUSINESS_NAME: 'Northbank' } })
    const { owner, phone, path, link } = await offerPhone(stack)
    for (let n = 0; n < 3; n++) {
      const page = await phone.get(link)
      expect(page.status).toBe(200)
      expect(await page.text()).toMatch(
        /Northbank[^]*Go on only if you started this check yourself/,
      )
    }
    expect((await fetch(stack.baseUrl + link, { method: 'HEAD' })).status).toBe(200)
    const foreign = { origin: 'https://evil.example' }
    expect((await phone.submitForm(link, {}, foreign)).status).toBe(403)
    expect((await phone.get(path)).status).toBe(404)
    expect(await readPage(owner, path)).toContain('data-session-token')

    expect((await phone.submitForm(link)).status).toBe(303)
    expect(await readPage(phone, path)).toContain('data-session-token')
    // A double click of the same phone does no harm.
    expect((await phone.submitForm(link)).status).toBe(303)
    const stranger = createVisitor(stack.baseUrl)
    const unknown = await readError(stranger.get('/phone/unknown'))
    expect(unknown[0]).toBe(404)
    expect(await readError(stranger.get(link))).toEqual(unknown)
    expect(await readError(stranger.submitForm(link))).toEqual([
      404,
      expect.stringContaining('has already been used'),
    ])
  })

  it('comes on loopback without a code, expires after ten minutes, and looks unknown then', async () => {
    await using stack = await startStack()
    const { owner, phone, path, link } = await offerPhone(stack)
    await stack.advanceTime(9 * MINUTE_MS)
    expect((await phone.get(link)).status).toBe(200)
    await stack.advanceTime(MINUTE_MS)
    expect(await readError(phone.get(link))).toEqual(await readError(phone.get('/phone/unknown')))
    expect((await phone.submitForm(link)).status).toBe(404)
    const html = await (await owner.submitForm(`${path}/phone`)).text()
    expect(html).toContain('data-testid="unreachable"')
    expect(html).toContain('set HTTPS=self-signed')
    expect(html).not.toContain('<svg')
  })

  it('is useless once the owner has signed out or has another one', async () => {
    await using stack = await startStack()
    const { owner, phone, path, link } = await startOnPhone(stack)
    const second = await createLink(owner, path)
    expect((await phone.get(path)).status).toBe(404)
    expect((await phone.get(link)).status).toBe(404)
    expect((await phone.get(second)).status).toBe(200)
    await owner.submitForm(`${path}/finish`)
    expect((await phone.submitForm(second)).status).toBe(404)
  })

  it('leads the owner that opens it back to the session, without becoming its own phone', async () => {
    await using stack = await startStack()
    const { owner, phone, path, link } = await offerPhone(stack)
    expect((await owner.submitForm(link)).headers.get('location')).toBe(path)
    expect(await readPage(owner, path)).toContain('data-session-token')
    expect((await phone.submitForm(link)).status).toBe(303)
  })
})

describe('the phone', () => {
  it('captures and sees the end; all else stays with the owner', async () => {
    await using stack = await startStack()
    const { owner, phone, sessionId, path } = await startOnPhone(stack)
    expect(await readPage(owner, path)).toContain('Go on with your phone')
    expect(await readPage(owner, `${path}?continue=1`)).toContain('data-session-token')
    expect(await (await owner.get(`${path}/status`)).json()).toMatchObject({ onPhone: true })

    await captureOnPage(stack, phone, sessionId)
    await stack.advanceTime(CHECKS_DONE_MS)
    expect(await readPage(owner, path)).toContain('data-outcome="APPROVED"')
    expect(await readPage(phone, path)).toMatch(
      /Go back to your computer[^]*You can close this page\./,
    )
    expect(await (await phone.get(`${path}/status`)).json()).not.toHaveProperty('outcome')

    const media = `${path}/media/${await readMediaId(stack, sessionId)}`
    const stranger = createVisitor(stack.baseUrl)
    for (const [method, url, ofOwner, ofPhone] of [
      ['GET', path, 200, 200],
      ['GET', `${path}/status`, 200, 200],
      ['GET', media, 200, 404],
      ['POST', `${path}/phone`, 303, 404],
      ['POST', `${path}/delete`, 303, 404],
    ] as const) {
      const send = async (visitor: Visitor) =>
        (await (method === 'GET' ? visitor.get(url) : visitor.submitForm(url))).status
      // The owner last, who erases.
      const statuses = [await send(stranger), await send(phone), await send(owner)]
      expect([method, url, ...statuses]).toEqual([method, url, 404, ofPhone, ofOwner])
    }
    expect(await readPage(phone, path)).toContain('Go back to your computer')
  })

  it('does not go to the returnUrl, and is dropped when another browser takes over', async () => {
    const env = { ...API_ENV, RETURN_URL_ORIGINS: 'https://shop.example' }
    await using stack = await startStack({ env })
    const order = { userReference: 'user-1', returnUrl: 'https://shop.example/back' }
    const { body } = await callApi(stack, 'POST', '/api/sessions', order)
    const [owner, phone] = [createVisitor(stack.baseUrl), createVisitor(stack.baseUrl)]
    await owner.get(new URL(body.url).pathname)
    const path = `/sessions/${body.sessionId}`
    await phone.submitForm(await createLink(owner, path))
    await captureOnPage(stack, phone, body.sessionId)
    await stack.advanceTime(3001)
    for (const [visitor, expected] of [
      [owner, true],
      [phone, false],
    ] as const) {
      expect((await readPage(visitor, path)).includes('https://shop.example')).toBe(expected)
    }
    const again = await callApi(stack, 'POST', '/api/sessions', order)
    await createVisitor(stack.baseUrl).get(new URL(again.body.url).pathname)
    expect((await phone.get(path)).status).toBe(404)
  })

  it('gets a new owner id, which keeps what it owned, and signs out independently', async () => {
    await using stack = await startStack()
    const { owner, phone, path, link } = await offerPhone(stack)
    const own = `/sessions/${await startSession(phone)}`
    const planted = phone.cookie ?? ''
    await phone.submitForm(link)
    const replayed = { cookie: `owner=${planted}` }
    for (const each of [own, path]) {
      expect((await phone.get(each)).status).toBe(200)
      expect((await createVisitor(stack.baseUrl).get(each, replayed)).status).toBe(404)
    }
    const saved = { cookie: `owner=${phone.cookie ?? ''}` }
    expect((await phone.submitForm(`${path}/finish`)).status).toBe(303)
    expect((await createVisitor(stack.baseUrl).get(path, saved)).status).toBe(404)
    expect(await readPage(owner, path)).toContain('data-session-token')
  })

  it('is forgotten after OWNER_IDLE_TIMEOUT without a request, though the owner is not', async () => {
    await using stack = await startStack({ env: { OWNER_IDLE_TIMEOUT: '7200' } })
    const { owner, phone, path } = await startOnPhone(stack)
    await stack.advanceTime(90 * MINUTE_MS)
    expect((await owner.get(path)).status).toBe(200)
    await stack.advanceTime(30 * MINUTE_MS)
    expect((await phone.get(path)).status).toBe(404)
    expect((await owner.get(path)).status).toBe(200)
  })
})

/** Draws the modules of the SVG, and reads them as a phone does. */
function readQrCode(html: string): string | undefined {
  const [, svg = ''] = /(<svg[^]*<\/svg>)/.exec(html) ?? []
  const [, size = ''] = /viewBox="0 0 (\d+) \1"/.exec(svg) ?? []
  const width = Number(size)
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y, w = '0', h = '0'] of svg.matchAll(/M(\d+),(\d+)h(\d+)v(\d+)h-\d+z/g)) {
    for (let row = Number(y); row < Number(y) + Number(h); row++) {
      const start = (row * width + Number(x)) * 4
      for (let column = 0; column < Number(w); column++) {
        pixels.fill(0, start + column * 4, start + column * 4 + 3)
      }
    }
  }
  return decodeQrCode(pixels, width, width)?.data
}
