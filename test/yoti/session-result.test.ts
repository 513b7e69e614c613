import { describe, expect, it } from '@jest/globals'
import { YotiProtocolError } from '../../src/yoti/errors.js'
import { parseSessionConfiguration, parseTrackedDevices } from '../../src/yoti/session-metadata.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'

const LEAST = { session_id: 'session-1', state: 'ONGOING', resources: {}, checks: [] }
const recommend = (value: unknown) => ({ type: 'LIVENESS', report: { recommendation: { value } } })

describe('parseSessionResult', () => {
  it('reads the smallest result with empty resources and checks', () => {
    expect(parseSessionResult({ session_id: 'session-1', state: 'ONGOING' })).toEqual(LEAST)
  })

  it('keeps unknown fields and values, and treats null as an absent field', () => {
    const unknown = { state: 'DREAMING', new_field: { deep: [{ very: true, not: null }] } }
    const result = parseSessionResult({ ...LEAST, ...unknown, client_session_token: null })
    expect(result).toEqual({ ...LEAST, ...unknown, new_field: { deep: [{ very: true }] } })
  })

  it.each<[object, string]>([
    [{ checks: {} }, 'checks'],
    [{ checks: ['Jane Roe'] }, 'checks[0]'],
    [{ checks: [null] }, 'checks[0]'],
    [{ checks: [{ type: null }] }, 'checks[0]'],
    [{ checks: [recommend({})] }, 'checks[0].report.recommendation.value'],
    [{ state: 7 }, 'state'],
    [{ session_id: null }, 'session_id'],
    [
      { resources: { id_documents: [{ pages: [{ frames: [{ media: 'Jane Roe' }] }] }] } },
      'resources.id_documents[0].pages[0].frames[0].media',
    ],
    [
      { resources: { id_documents: [{ file: { media: { type: 'PDF' } } }] } },
      'resources.id_documents[0].file.media',
    ],
  ])('leaves out what %j makes unreadable: %s', (change, removed) => {
    expect(parseSessionResult({ ...LEAST, ...change }).unreadable?.[0]).toBe(removed)
  })

  it.each<[object, object]>([
    [{ client_session_token_ttl: '12' }, { client_session_token_ttl: 12 }],
    [{ checks: [recommend(12)] }, { checks: [recommend('12')] }],
    [{ checks: [{ type: 'LIVENESS', id: null }] }, { checks: [{ type: 'LIVENESS', id: '' }] }],
  ])('reads %j as %j', (sent, read) => {
    const result = parseSessionResult({ ...LEAST, ...sent })
    expect(result).toMatchObject(read)
    expect(result.unreadable).toBeUndefined()
  })

  it.each([null, 'text', 7, []])('throws when the response is %j', (response) => {
    expect(() => parseSessionResult(response)).toThrow(YotiProtocolError)
  })

  it('handles field names such as __proto__', () => {
    const value = JSON.parse('{"__proto__":{"checks":[{"type":"X"}]},"constructor":1}') as object
    expect(parseSessionResult(value).checks).toEqual([])
  })
})

it('parseSessionConfiguration keeps unknown fields and leaves out what it cannot read', () => {
  const resource = { type: 'SOMETHING_NEW', id: 'r-1', new_field: [1] }
  const sent = { session_id: 's-1', capture: { required_resources: [resource, { type: 'X' }] } }
  const read = { session_id: 's-1', capture: { required_resources: [resource] } }
  expect(parseSessionConfiguration(sent)).toEqual(read)
})

it('parseTrackedDevices treats null as absent', () => {
  const device = { event: 'SOMETHING_NEW', device: { ip_address: null } }
  expect(parseTrackedDevices([device, null])).toEqual([{ event: 'SOMETHING_NEW', device: {} }])
})
