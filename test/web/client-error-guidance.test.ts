import { describe, expect, it } from '@jest/globals'
import { CLIENT_ERRORS, ERROR_ACTIONS } from '../../src/web/client-error-table.js'
import { getClientErrorGuidance } from '../../src/web/client-error-guidance.js'

const YOTI_CODES = [
  ['0', '1000'],
  ['2000', '2001', '2002', '2003', '2004'],
  ['3000', '3001', '3002', '3003'],
  ['4000', '4001'],
  ['5000', '5001', '5002', '5003', '5004', '5005', '5006', '5007', '5008', '5009', '5010', '5011'],
  ['6000', '6001', '6002', '6003'],
  ['7000', '7001', '7002'],
].flat()

describe('getClientErrorGuidance', () => {
  it('covers exactly the codes that Yoti documents', () => {
    expect(Object.keys(CLIENT_ERRORS).sort()).toEqual([...YOTI_CODES].sort())
  })

  it.each(YOTI_CODES)('has a title, a text, a next step and an action for %s', (code) => {
    const guidance = getClientErrorGuidance(code)

    expect(guidance.code).toBe(code)
    expect(ERROR_ACTIONS).toContain(guidance.action)
    expect(guidance.title).toMatch(/^[A-Z][^.]+$/)
    expect(guidance.text).toMatch(/\.$/)
    // The page shows the address after the colon.
    expect(guidance.next).toMatch(guidance.action === 'start-elsewhere' ? /:$/ : /\.$/)
    const continuesHere = guidance.action === 'retry-here' || guidance.action === 'start-again'
    expect(Boolean(guidance.label)).toBe(continuesHere)
  })

  it.each(ERROR_ACTIONS)('has a code with the action %s', (action) => {
    expect(YOTI_CODES.some((code) => getClientErrorGuidance(code).action === action)).toBe(true)
  })

  it.each([
    ['3002', 'retry-here'],
    ['4000', 'retry-here'],
    ['2000', 'start-again'],
    ['2002', 'start-again'],
    ['4001', 'start-again'],
    ['5000', 'start-elsewhere'],
    ['5001', 'start-elsewhere'],
    ['5007', 'start-elsewhere'],
    ['5008', 'stop'],
    ['7000', 'stop'],
  ])('maps %s to %s', (code, action) => {
    expect(getClientErrorGuidance(code).action).toBe(action)
  })

  it('offers a new session when Yoti requires one', () => {
    for (const code of ['2000', '2001', '2002', '2003', '2004', '4001']) {
      expect(getClientErrorGuidance(code).action).toBe('start-again')
    }
  })

  it.each([undefined, '', '9999', '<script>alert(1)</script>', 'toString', '__proto__'])(
    'lets the user try again after the unknown code %j without repeating it',
    (code) => {
      const guidance = getClientErrorGuidance(code)

      expect(guidance).toMatchObject({ code: 'unknown', action: 'retry-here', label: 'Try again' })
    },
  )
})
