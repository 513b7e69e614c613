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
    expect(guidance.next).toMatch(/\.$/)
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

  it.each([
    ['5000', false, ['use-phone', 'retry-here']],
    ['5010', false, ['use-phone', 'retry-here']],
    ['5010', true, ['retry-here', 'go-back']],
    ['2000', true, ['go-back']],
    ['7000', true, ['retry-here', 'go-back']],
    ['4000', false, ['retry-here']],
  ])('after %s on a phone: %s, offers %j and help', (code, isPhone, expected) => {
    const guidance = getClientErrorGuidance(code, texts)
    const pages = createPages(pageContexts, { target: 'live', baseUrl: 'https://verify.example' })
    const html = pages.render('guidance', pageContexts.get(), {
      guidance,
      isPhone,
      session: { sessionId: 'id' },
      returnUrl: undefined,
      publicStart: true,
    })
    const ids = [...html.matchAll(/data-testid="([\w-]+)"/g)].map(([, id]) => id)
    expect(ids).toEqual(['next', ...expected, 'help'])
    expect(html.includes('>Use my phone instead</button>')).toBe(expected.includes('use-phone'))
  })
})
