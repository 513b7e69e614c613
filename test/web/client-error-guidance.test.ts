import { describe, expect, it } from '@jest/globals'
import { createPages } from '../../src/http/pages.js'
import { createTexts } from '../../src/http/texts.js'
import { getClientErrorGuidance } from '../../src/web/client-error-guidance.js'
import { CLIENT_ERROR_CODES } from '../../src/yoti/web-client.js'
import { pageContexts } from '../support/page-context.js'

const texts = createTexts()

describe('getClientErrorGuidance', () => {
  it.each(CLIENT_ERROR_CODES)('has a title, a text and a next step for %s', (code) => {
    const guidance = getClientErrorGuidance(code, texts)

    expect(guidance.code).toBe(code)
    expect(guidance.title).toMatch(/^[A-Z][^.]+$/)
    expect(guidance.text).toMatch(/\.$/)
    // The page shows the address after the colon.
    expect(guidance.next).toMatch(guidance.action === 'start-elsewhere' ? /:$/ : /\.$/)
  })

  it.each(['2000', '2001', '2002', '2003', '2004', '4001'])(
    'offers a new session after %s, because Yoti requires one',
    (code) => {
      expect(getClientErrorGuidance(code, texts).action).toBe('start-again')
    },
  )

  it.each([undefined, '9999', '<script>alert(1)</script>', '__proto__'])(
    'lets the user try again after the unknown code %j without repeating it',
    (code) => {
      const guidance = getClientErrorGuidance(code, texts)

      expect(guidance).toMatchObject({
        code: 'unknown',
        action: 'retry-here',
        title: 'The check was interrupted',
        next: 'You can try again now.',
      })
    },
  )

  it('shows the URL to open on another device after 5001, and no link back to the client', () => {
    const guidance = getClientErrorGuidance('5001', texts)
    const pages = createPages(pageContexts, { target: 'live', baseUrl: 'https://verify.example' })
    const html = pages.render('guidance', pageContexts.get(), {
      guidance,
      address: undefined,
      returnUrl: undefined,
    })
    expect(html).toContain('data-testid="address">https://verify.example</strong>')
    expect(html).not.toContain('role="button"')
  })
})
