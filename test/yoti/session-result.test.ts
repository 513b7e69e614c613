import { describe, expect, it } from '@jest/globals'
import { YotiProtocolError } from '../../src/yoti/errors.js'
import { parseSessionConfiguration, parseTrackedDevices } from '../../src/yoti/session-metadata.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { buildSampleResult } from '../results/sample-result.js'

type Path = readonly (string | number)[]

/** The sample result with one field changed. */
function change(path: Path, value: unknown): unknown {
  const copy: unknown = structuredClone(buildSampleResult())
  const last = path.at(-1) ?? ''
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy)
  ;(parent as Record<string, unknown>)[last] = value
  return copy
}

describe('parseSessionResult', () => {
  it('reads the smallest result with empty resources and checks', () => {
    const least = { session_id: 'session-1', state: 'ONGOING' }
    expect(parseSessionResult(least)).toEqual({ ...least, resources: {}, checks: [] })
  })

  it.each<[Path]>([
    [['new_field']],
    [['resources', 'id_documents', 0, 'pages', 0, 'media', 'new_field']],
  ])('keeps the unknown field %j', (path) => {
    const changed = change(path, { deep: [{ very: true }] })
    expect(parseSessionResult(changed)).toEqual(changed)
  })

  it.each<[Path]>([
    [['state']],
    [['checks', 0, 'type']],
    [['checks', 0, 'report', 'recommendation', 'value']],
    [['resources', 'id_documents', 0, 'document_type']],
  ])('keeps an unknown value of %j', (path) => {
    const changed = change(path, 'SOMETHING_NEW')
    expect(parseSessionResult(changed)).toEqual(changed)
  })

  it.each<[Path]>([
    [['client_session_token']],
    [['checks', 0, 'report']],
    [['resources', 'id_documents', 0, 'pages', 0, 'media']],
  ])('treats null at %j as absent', (path) => {
    const absent = JSON.parse(JSON.stringify(change(path, undefined))) as unknown
    expect(parseSessionResult(change(path, null))).toStrictEqual(absent)
  })

  it.each<[Path, unknown, string]>([
    [['checks'], {}, 'checks'],
    [['checks', 1], 'Jane Roe', 'checks[1]'],
    [['checks', 1], null, 'checks[1]'],
    [['checks', 0, 'type'], null, 'checks[0]'],
    [['state'], 7, 'state'],
    [['session_id'], null, 'session_id'],
    [
      ['resources', 'id_documents', 0, 'pages', 0, 'frames', 0, 'media'],
      'Jane Roe',
      'resources.id_documents[0].pages[0].frames[0].media',
    ],
    [
      ['resources', 'id_documents', 0, 'pages', 0, 'media', 'id'],
      null,
      'resources.id_documents[0].pages[0].media',
    ],
  ])('leaves out what %j as %j makes unreadable: %s', (path, value, removed) => {
    expect(parseSessionResult(change(path, value)).unreadable).toEqual([removed])
  })

  it.each<[Path, unknown, unknown]>([
    [['resources', 'id_documents', 0, 'source'], 'END_USER', { type: 'END_USER' }],
    [['client_session_token_ttl'], '12', 12],
    [['checks', 0, 'report', 'breakdown', 0, 'sub_check'], 12, '12'],
    [['checks', 0, 'id'], null, ''],
  ])('reads %j as %j', (path, value, read) => {
    const result = parseSessionResult(change(path, value))
    expect(result.unreadable).toBeUndefined()
    expect(path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], result)).toEqual(
      read,
    )
  })

  it.each([null, 'text', 7, []])('throws when the response is %j', (response) => {
    expect(() => parseSessionResult(response)).toThrow(YotiProtocolError)
  })

  it('handles field names such as __proto__', () => {
    const value = JSON.parse(
      '{"session_id":"s","state":"ONGOING","__proto__":{"checks":[{"type":"X"}]},"constructor":1}',
    ) as unknown
    expect(parseSessionResult(value).checks).toEqual([])
  })
})

describe('parseSessionConfiguration', () => {
  it('keeps unknown fields and leaves out what it cannot read', () => {
    const resource = { type: 'SOMETHING_NEW', id: 'r-1', new_field: [1] }
    const configuration = { session_id: 's-1', capture: { required_resources: [resource] } }
    expect(parseSessionConfiguration(configuration)).toEqual(configuration)
    const unreadable = { ...configuration, capture: { required_resources: [{ type: 'LIVENESS' }] } }
    expect(parseSessionConfiguration(unreadable)).toEqual({
      ...configuration,
      capture: { required_resources: [] },
    })
  })
})

describe('parseTrackedDevices', () => {
  it('treats null as absent', () => {
    const device = { event: 'SOMETHING_NEW', device: { ip_address: null } }
    expect(parseTrackedDevices([device, null])).toEqual([{ event: 'SOMETHING_NEW', device: {} }])
  })
})
