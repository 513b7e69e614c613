import { describe, expect, it } from '@jest/globals'
import { startStack, type Stack } from '../support/start-stack.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { callApi } from './journey.js'

const SECRETS = { signup: 's'.repeat(40), lending: 'l'.repeat(40) }
const BRANDED = {
  BRAND_FILE: 'test/fixtures/brands/brands.json',
  API_KEYS: Object.entries(SECRETS)
    .map(([caller, secret]) => `${caller}:${secret}`)
    .join(','),
  PUBLIC_START: 'on',
}
const SIGNUP_NAME = 'بنك الشمال للتأمين والخدمات المالية العابرة للحدود'

async function order(stack: Stack, caller: keyof typeof SECRETS, body: object = {}) {
  const request = { userReference: `user-of-${caller}`, ...body }
  const headers = { Authorization: `Bearer ${SECRETS[caller]}` }
  return (await callApi(stack, 'POST', '/api/sessions', request, headers)).body
}

async function readSdkConfig(stack: Stack, sessionId: string) {
  const { content } = await stack.context.yoti.raw.getSessionConfiguration(sessionId)
  const configuration = JSON.parse(content.toString()) as { sdk_config: Record<string, unknown> }
  return configuration.sdk_config
}

describe('the language of a page', () => {
  it('is that of ?lang= for all later pages, else the browser’s, and goes to Yoti', async () => {
    await using stack = await startStack()
    const visitor = createVisitor(stack.baseUrl)
    const german = { 'accept-language': 'sv, de-AT;q=0.8, en;q=0.5' }
    expect(await readHtml(visitor.get('/', german))).toContain('<html lang="de-DE" dir="ltr">')
    expect(await readHtml(visitor.get('/?lang=en', german))).toContain('Confirm who you are')
    expect(await readHtml(visitor.get('/nowhere', german))).toContain('Not found')
    const sessionId = await startSession(visitor)
    expect(await readSdkConfig(stack, sessionId)).toMatchObject({ locale: 'en-GB' })
    const page = await readHtml(visitor.get(`/sessions/${sessionId}?yotiErrorCode=4000&lang=de`))
    expect(page).toContain('<html lang="de-DE"')
    expect(page).toContain('href="?yotiErrorCode=4000&amp;lang=en"')
    expect(await readHtml(visitor.get(`/sessions/${sessionId}`))).toContain('lang="de-DE"')
    expect(await readHtml(visitor.get('/?lang=ar'))).toContain('<html lang="ar" dir="rtl">')
  })

  it('is that of the order before the browser’s, also on error pages', async () => {
    await using stack = await startStack({ env: BRANDED })
    const { url, sessionId } = await order(stack, 'signup', { locale: 'de-CH' })
    const visitor = createVisitor(stack.baseUrl)
    const { headers } = await visitor.get(new URL(url).pathname)
    expect(headers.get('location')).toBe(`/sessions/${sessionId}`)
    for (const path of [`/sessions/${sessionId}`, '/nowhere']) {
      const html = await readHtml(visitor.get(path, { 'accept-language': 'en' }))
      expect(html).toContain('<html lang="de-DE"')
      expect(html).toContain(`<bdi>${SIGNUP_NAME}</bdi>`)
    }
    expect(await readSdkConfig(stack, sessionId)).toMatchObject({ locale: 'de' })
    const welsh = await order(stack, 'lending', { locale: 'cy' })
    expect(await readSdkConfig(stack, welsh.sessionId)).not.toHaveProperty('locale')
    const arabic = await order(stack, 'signup', { userReference: 'another', locale: 'ar-EG' })
    expect(await readSdkConfig(stack, arabic.sessionId)).toMatchObject({ locale: 'ar' })
    expect(await order(stack, 'signup', { locale: 'no language' })).toMatchObject({
      errors: [{ path: 'locale', message: 'expected a language tag such as de or en-GB' }],
    })
  })
})

describe('the brand of a page', () => {
  it('is in heading, title and links, and its pictures run no scripts', async () => {
    await using stack = await startStack({ env: BRANDED })
    const visitor = createVisitor(stack.baseUrl)
    const html = await readHtml(visitor.get('/'))
    expect(html).toContain('<title>Confirm who you are – Northbank</title>')
    expect(html).toContain('href="tel:+442079460000"')
    for (const address of ['https://help.northbank.example', 'https://northbank.example/terms']) {
      expect(html).toContain(`href="${address}"`)
    }
    const [, logo = ''] = /<img src="([^"]+)" alt="Northbank"/.exec(html) ?? []
    const picture = await visitor.get(logo)
    expect(picture.headers.get('content-type')).toContain('image/svg+xml')
    expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
    expect(picture.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    )
    const [, stylesheet = ''] = /href="([^"]+brand[^"]+\.css)"/.exec(html) ?? []
    expect(await readHtml(visitor.get(stylesheet))).toContain('--fill: #7a1f5c; --on-fill: #ffffff')
  })

  it('goes to Yoti, with the privacy policy of the caller', async () => {
    await using stack = await startStack({ env: BRANDED })
    const started = await startSession(createVisitor(stack.baseUrl))
    expect(await readSdkConfig(stack, started)).toMatchObject({
      primary_colour: '#7a1f5c',
      brand_id: 'brand-of-northbank',
      privacy_policy_url: `${stack.baseUrl}/privacy-policy`,
    })
    const signup = await readSdkConfig(stack, (await order(stack, 'signup')).sessionId)
    expect(signup).toMatchObject({
      primary_colour: '#7a1f5c',
      privacy_policy_url: `${stack.baseUrl}/privacy-policy?brand=signup`,
    })
    expect(signup).not.toHaveProperty('brand_id')
    const lending = await readSdkConfig(stack, (await order(stack, 'lending')).sessionId)
    expect(lending).toMatchObject({
      primary_colour: '#0b57d0',
      brand_id: 'brand-of-northbank',
      privacy_policy_url: 'https://lending.example/privacy',
    })
  })
})

describe('the privacy page', () => {
  it('names the controller, consent, recipients, rights and who decides', async () => {
    await using stack = await startStack({ env: BRANDED })
    const visitor = createVisitor(stack.baseUrl)
    const html = await readHtml(visitor.get('/privacy-policy'))
    for (const text of [
      'Northbank plc, 1 Bank Street, Testbury',
      'mailto:privacy@northbank.example',
      'mailto:dpo@northbank.example',
      'a law against money laundering',
      'Yoti asks you before it takes the photo',
      'Yoti Ltd in London',
      'Trained people at Yoti may look',
      'href="https://ico.org.uk"',
    ]) {
      expect(html).toContain(text)
    }
    const ofSignup = await readHtml(visitor.get('/privacy-policy?brand=signup'))
    expect(ofSignup).toContain(SIGNUP_NAME)
    expect(ofSignup).not.toContain('Northbank')
    const ofLending = await visitor.get('/privacy-policy?brand=lending')
    expect(ofLending.headers.get('location')).toBe('https://lending.example/privacy')
  })
})

async function readHtml(response: Promise<Response>): Promise<string> {
  return (await response).text()
}
