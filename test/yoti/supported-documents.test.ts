import { describe, expect, it } from '@jest/globals'
import { YotiConnectionError } from '../../src/yoti/errors.js'
import type { RawResponse } from '../../src/yoti/handle-response.js'
import {
  createSupportedDocumentsCache,
  type SupportedDocuments,
  type SupportedDocumentsOptions,
} from '../../src/yoti/supported-documents.js'

const HOUR_MS = 3_600_000
const listOf = (code: string): SupportedDocuments => ({ supported_countries: [{ code }] })
const buildResponse = (code: string): RawResponse<SupportedDocuments> => ({
  data: listOf(code),
  content: Buffer.from(JSON.stringify(listOf(code))),
})

/** Responds when the test calls it. */
function start() {
  const calls: (SupportedDocumentsOptions & {
    resolve: (sent: RawResponse<SupportedDocuments>) => void
    reject: (err: Error) => void
  })[] = []
  const clock = { time: 1000 }
  const cache = createSupportedDocumentsCache({
    getSupportedDocuments: (options) =>
      new Promise((resolve, reject) => calls.push({ ...options, resolve, reject })),
    now: () => clock.time,
  })
  return { cache, calls, clock }
}

describe('createSupportedDocumentsCache', () => {
  it('sends one request per list, with and without non-Latin documents', async () => {
    const { cache, calls } = start()
    const latin = [cache.get(), cache.get({ includeNonLatin: false }), cache.get({})]
    const all = cache.get({ includeNonLatin: true })
    expect(calls.map(({ includeNonLatin }) => includeNonLatin)).toEqual([false, true])
    calls[0]?.resolve(buildResponse('GBR'))
    calls[1]?.resolve(buildResponse('JPN'))

    for (const { documents } of await Promise.all(latin)) expect(documents).toEqual(listOf('GBR'))
    expect((await all).documents).toEqual(listOf('JPN'))
  })

  it('serves a cached list for one hour and not longer', async () => {
    const { cache, calls, clock } = start()
    const first = cache.get()
    calls[0]?.resolve(buildResponse('GBR'))
    expect((await first).remainingTtlMs).toBe(HOUR_MS)

    clock.time += HOUR_MS - 1
    expect(await cache.get()).toEqual({
      documents: listOf('GBR'),
      content: buildResponse('GBR').content,
      remainingTtlMs: 1,
    })
    expect(calls).toHaveLength(1)

    clock.time += 1
    const second = cache.get()
    expect(calls).toHaveLength(2)
    calls[1]?.resolve(buildResponse('FRA'))
    expect((await second).documents).toEqual(listOf('FRA'))
  })

  it('does not cache a failed request', async () => {
    const { cache, calls } = start()
    const requests = [cache.get(), cache.get()]
    calls[0]?.reject(new YotiConnectionError('GET /supported-documents', 'no response'))
    for (const request of requests) await expect(request).rejects.toThrow('no response')

    const again = cache.get()
    calls[1]?.resolve(buildResponse('GBR'))
    expect((await again).documents).toEqual(listOf('GBR'))
    expect(calls).toHaveLength(2)
  })

  it('rejects instead of serving a stale list when Yoti fails after one hour', async () => {
    const { cache, calls, clock } = start()
    const first = cache.get()
    calls[0]?.resolve(buildResponse('GBR'))
    await first
    clock.time += HOUR_MS
    const second = cache.get()
    calls[1]?.reject(new YotiConnectionError('GET /supported-documents', 'no response'))
    await expect(second).rejects.toThrow('no response')
  })
})
