import { Readable } from 'node:stream'
import { describe, expect, it, jest } from '@jest/globals'
import { createResultLoader } from '../../src/results/result-loader.js'
import { YotiResponseError } from '../../src/yoti/errors.js'
import { PAGE_CONTEXT } from '../support/page-context.js'
import { buildSampleResult, sampleTextData } from './sample-result.js'

type Yoti = Parameters<typeof createResultLoader>[0]['yoti']

const reject = (status: number, code?: string) => () =>
  Promise.reject(new YotiResponseError('GET /', { status, code }))

const YOTI: Yoti = {
  getSession: () => Promise.resolve(buildSampleResult()),
  getMedia: (_sessionId, mediaId) => sendText(JSON.stringify(sampleTextData.get(mediaId) ?? {})),
  getSessionConfiguration: reject(409),
  getTrackedDevices: () => Promise.resolve([{ event: 'CONFIG_FIRST_LOADED' }]),
}

const SESSION = { sessionId: 'session', state: 'COMPLETED', lastRefreshedAt: 1000 } as const

function load(change: Partial<Yoti> = {}) {
  const loadResult = createResultLoader({ yoti: { ...YOTI, ...change }, showsDebug: true })
  return loadResult({ session: SESSION }, PAGE_CONTEXT)
}

describe('createResultLoader', () => {
  it('says which metadata could not be read', async () => {
    expect(await load()).toMatchObject({
      configuration: { note: 'We couldn’t load this part. Reload this page in a minute.' },
      devices: { rows: [{}] },
    })
  })

  it('links media to the session', async () => {
    expect(await load()).toMatchObject({
      person: { photo: [{ url: '/sessions/session/media/portrait' }] },
    })
  })

  it.each([
    ['missing', () => Promise.resolve(undefined)],
    ['refused', reject(503)],
    ['no JSON', () => sendText('<html>')],
    ['larger than 1 MB', () => sendText(JSON.stringify({ full_name: 'x'.repeat(1_000_001) }))],
  ])('shows no personal details when the extracted text is %s', async (_what, getMedia) => {
    expect(await load({ getMedia })).toMatchObject({ person: { rows: [] } })
  })

  it('does not read the session again when the refresh just read it', async () => {
    const loadResult = createResultLoader({
      yoti: { ...YOTI, getSession: reject(503) },
      showsDebug: false,
    })
    const refreshed = { session: SESSION, result: buildSampleResult() }
    const view = await loadResult(refreshed, PAGE_CONTEXT)
    expect(view).toMatchObject({ devices: { rows: [{}] } })
    // Nor tells the user of a watchlist.
    expect(JSON.stringify(view)).toContain('LIVENESS')
    expect(JSON.stringify(view)).not.toContain('WATCHLIST')
  })

  it('returns erased when Yoti has deleted the session', async () => {
    expect(await load({ getSession: reject(404, 'SESSION_NOT_FOUND') })).toBe('erased')
  })

  it('returns unavailable when Yoti does not respond', async () => {
    expect(await load({ getSession: reject(503) })).toBe('unavailable')
  })

  it.each([
    { what: 'once for minutes', reads: 1 },
    { what: 'again after minutes', gapMs: 6 * 60_000, reads: 2 },
    { what: 'again when a part was erased', second: { lastRefreshedAt: 2000 }, reads: 2 },
    { what: 'again for another session', second: { sessionId: 'other' }, reads: 2 },
    { what: 'again while checks may go on', both: { state: 'CAPTURED' as const }, reads: 2 },
    { what: 'again when a part was missing', change: { getTrackedDevices: reject(503) }, reads: 2 },
  ])('asks Yoti for the result $what', async ({ reads, ...example }) => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })
    const { both = {}, second = {}, gapMs = 0, change = {} } = example
    const getSession = jest.fn(YOTI.getSession)
    const loadResult = createResultLoader({
      showsDebug: true,
      yoti: { ...YOTI, getSession, ...change },
    })
    for (const visited of [SESSION, { ...SESSION, ...second }]) {
      const refreshed = { session: { ...visited, ...both } }
      expect(await loadResult(refreshed, PAGE_CONTEXT)).toMatchObject({
        liveness: expect.anything(),
      })
      await jest.advanceTimersByTimeAsync(gapMs)
    }
    expect(getSession).toHaveBeenCalledTimes(reads)
    jest.useRealTimers()
  })

  it('rethrows an unexpected error', async () => {
    const getTrackedDevices = () => Promise.reject(new TypeError('bug'))
    await expect(load({ getTrackedDevices })).rejects.toThrow('bug')
  })
})

function sendText(text: string) {
  return Promise.resolve({ contentType: 'text/plain', body: Readable.from([Buffer.from(text)]) })
}
