import { describe, expect, it } from '@jest/globals'
import { CLIENT_ERRORS, ERROR_ACTIONS } from '../../src/web/client-error-table.js'
import { getClientErrorGuidance } from '../../src/web/client-error-guidance.js'

const CODES_OF_YOTI = [
  ['0', '1000'],
  ['2000', '2001', '2002', '2003', '2004'],
  ['3000', '3001', '3002', '3003'],
  ['4000', '4001'],
  ['5000', '5001', '5002', '5003', '5004', '5005', '5006', '5007', '5008', '5009', '5010', '5011'],
  ['6000', '6001', '6002', '6003'],
  ['7000', '7001', '7002'],
].flat()

describe('explainClientError', () => {
  it('knows exactly the codes that Yoti documents', () => {
    expect(Object.keys(CLIENT_ERRORS).sort()).toEqual([...CODES_OF_YOTI].sort())
  })

  it.each(CODES_OF_YOTI)('tells for %s what happened, what to do next and one action', (code) => {
    const guidance = getClientErrorGuidance(code)

    expect(guidance.code).toBe(code)
    expect(ERROR_ACTIONS).toContain(guidance.action)
    expect(guidance.title).toMatch(/^[A-Z][^.]+$/)
    expect(guidance.text).toMatch(/\.$/)
    // The page prints the address behind it.
    expect(guidance.next).toMatch(guidance.action === 'other-device' ? /:$/ : /\.$/)
    const goesOnHere = guidance.action === 'retry-here' || guidance.action === 'start-again'
    expect(Boolean(guidance.label)).toBe(goesOnHere)
  })

  it.each(ERROR_ACTIONS)('has codes whose one right action is %s', (action) => {
    expect(CODES_OF_YOTI.some((code) => getClientErrorGuidance(code).action === action)).toBe(true)
  })

  it.each([
    ['3002', 'retry-here'],
    ['4000', 'retry-here'],
    ['2000', 'start-again'],
    ['2002', 'start-again'],
    ['4001', 'start-again'],
    ['5000', 'other-device'],
    ['5001', 'other-device'],
    ['5007', 'other-device'],
    ['5008', 'stop'],
    ['7000', 'stop'],
  ])('answers %s with %s', (code, action) => {
    expect(getClientErrorGuidance(code).action).toBe(action)
  })

  it('never offers the same session again when Yoti says that it needs a new one', () => {
    for (const code of ['2000', '2001', '2002', '2003', '2004', '4001']) {
      expect(getClientErrorGuidance(code).action).toBe('start-again')
    }
  })

  it.each([undefined, '', '9999', '<script>alert(1)</script>', 'toString', '__proto__'])(
    'lets the person try again after %j, and repeats nothing of it',
    (code) => {
      const guidance = getClientErrorGuidance(code)

      expect(guidance).toMatchObject({ code: 'unknown', action: 'retry-here', label: 'Try again' })
    },
  )
})
