import { describe, expect, it } from '@jest/globals'
import { createTexts } from '../../src/http/texts.js'
import { getClientErrorGuidance } from '../../src/web/client-error-guidance.js'
import { CLIENT_ERROR_CODES } from '../../src/yoti/web-client.js'

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

  it.each([
    ['3002', 'retry-here'],
    ['4000', 'retry-here'],
    ['5000', 'start-elsewhere'],
    ['5001', 'start-elsewhere'],
    ['5007', 'start-elsewhere'],
    ['5008', 'stop'],
    ['7000', 'stop'],
  ])('maps %s to %s', (code, action) => {
    expect(getClientErrorGuidance(code, texts).action).toBe(action)
  })

  it.each(['2000', '2001', '2002', '2003', '2004', '4001'])(
    'offers a new session after %s, because Yoti requires one',
    (code) => {
      expect(getClientErrorGuidance(code, texts).action).toBe('start-again')
    },
  )

  it.each([undefined, '', '9999', '<script>alert(1)</script>', 'toString', '__proto__', 'unknown'])(
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
})
