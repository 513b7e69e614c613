import { describe, expect, it } from '@jest/globals'
import { getClientErrorGuidance } from '../../src/web/client-error-guidance.js'
import { createTestPages, PAGE_CONTEXT } from '../support/page-context.js'

const { texts } = PAGE_CONTEXT

// test/docs/native-apps.test.ts compares the action of each code with the documented one.
describe('getClientErrorGuidance', () => {
  it.each([undefined, '9999', '<script>alert(1)</script>', '__proto__'])(
    'lets the user try again after the unknown code %j without repeating it',
    (code) => {
      expect(getClientErrorGuidance(code, texts)).toMatchObject({
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
    ['2000', false, ['start-again']],
    ['7000', true, ['retry-here', 'go-back']],
    ['4000', false, ['retry-here']],
  ])('after %s on a phone: %s, offers %j and help', (code, isPhone, expected) => {
    const shared = { target: 'live', publicStart: true }
    const html = createTestPages(shared).render('guidance', PAGE_CONTEXT, {
      guidance: getClientErrorGuidance(code, texts),
      isPhone,
      session: { sessionId: 'id' },
      returnUrl: undefined,
      scenario: undefined,
      languages: [],
    })
    const ids = [...html.matchAll(/data-testid="([\w-]+)"/g)].map(([, id]) => id)
    expect(ids).toEqual(['next', ...expected, 'help'])
    expect(html.includes('>Use my phone instead</button>')).toBe(expected.includes('use-phone'))
  })
})
