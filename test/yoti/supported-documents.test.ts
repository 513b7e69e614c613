import { expect, it } from '@jest/globals'
import { YotiConnectionError } from '../../src/yoti/errors.js'
import { createSupportedDocumentsCache } from '../../src/yoti/supported-documents.js'

const HOUR_MS = 3_600_000
const listOf = (code: string) => ({ supported_countries: [{ code }] })

/** Yoti answers with a list of one country, or not at all. */
function start(...responses: (string | undefined)[]) {
  const calls: (boolean | undefined)[] = []
  const clock = { time: 1000 }
  const cache = createSupportedDocumentsCache({
    getSupportedDocuments: ({ includeNonLatin }) => {
      calls.push(includeNonLatin)
      const code = responses.shift()
      return code === undefined
        ? Promise.reject(new YotiConnectionError('GET /supported-documents', 'no response'))
        : Promise.resolve({ data: listOf(code), content: Buffer.from(code) })
    },
    now: () => clock.time,
  })
  return { cache, calls, clock }
}

it('sends one request per list, with and without non-Latin documents', async () => {
  const { cache, calls } = start('GBR', 'JPN')
  const latin = [cache.get(), cache.get({ includeNonLatin: false }), cache.get({})]
  const all = cache.get({ includeNonLatin: true })
  expect(calls).toEqual([false, true])
  for (const { documents } of await Promise.all(latin)) expect(documents).toEqual(listOf('GBR'))
  expect((await all).documents).toEqual(listOf('JPN'))
})

it('serves a cached list for one hour and not longer', async () => {
  const { cache, calls, clock } = start('GBR', 'FRA')
  expect((await cache.get()).remainingTtlMs).toBe(HOUR_MS)
  clock.time += HOUR_MS - 1
  const cached = { documents: listOf('GBR'), content: Buffer.from('GBR'), remainingTtlMs: 1 }
  expect(await cache.get()).toEqual(cached)
  expect(calls).toHaveLength(1)
  clock.time += 1
  expect((await cache.get()).documents).toEqual(listOf('FRA'))
})

it('caches no failed request, and rejects instead of serving a stale list', async () => {
  const { cache, clock } = start(undefined, 'GBR', undefined, 'FRA')
  const requests = [cache.get(), cache.get()]
  for (const request of requests) await expect(request).rejects.toThrow('no response')
  expect((await cache.get()).documents).toEqual(listOf('GBR'))
  clock.time += HOUR_MS
  await expect(cache.get()).rejects.toThrow('no response')
  expect((await cache.get()).documents).toEqual(listOf('FRA'))
})
