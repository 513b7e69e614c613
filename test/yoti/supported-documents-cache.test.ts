import { describe, expect, it } from '@jest/globals'
import { YotiConnectionError } from '../../src/yoti/errors.js'
import type { RawResponse } from '../../src/yoti/raw-reads.js'
import type { SupportedDocuments } from '../../src/yoti/supported-documents.js'
import {
  createSupportedDocumentsCache,
  type SupportedDocumentsOptions,
} from '../../src/yoti/supported-documents-cache.js'

const HOUR_MS = 3_600_000
const listOf = (code: string): SupportedDocuments => ({ supported_countries: [{ code }] })
const answers = (code: string): RawResponse<SupportedDocuments> => ({
  data: listOf(code),
  content: Buffer.from(JSON.stringify(listOf(code))),
})

/** A Yoti that answers when it is told to. */
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

describe('the cache of supported documents', () => {
  it('lets all who ask at once share one call', async () => {
    const { cache, calls } = start()
    const asked = [cache.get(), cache.get({ includeNonLatin: false }), cache.get({})]
    calls[0]?.resolve(answers('GBR'))
    const got = await Promise.all(asked)

    expect(calls).toHaveLength(1)
    for (const { documents } of got) expect(documents).toEqual(listOf('GBR'))
  })

  it('keeps the list with and the one without other scripts apart', async () => {
    const { cache, calls } = start()
    const latin = cache.get()
    const all = cache.get({ includeNonLatin: true })
    calls.find((call) => call.includeNonLatin === true)?.resolve(answers('JPN'))
    calls.find((call) => call.includeNonLatin === false)?.resolve(answers('GBR'))

    expect((await latin).documents).toEqual(listOf('GBR'))
    expect((await all).documents).toEqual(listOf('JPN'))
  })

  it('serves what it has until its hour is over, and never after', async () => {
    const { cache, calls, clock } = start()
    const first = cache.get()
    calls[0]?.resolve(answers('GBR'))
    expect((await first).remainingTtlMs).toBe(HOUR_MS)

    clock.time += HOUR_MS - 1
    expect(await cache.get()).toEqual({
      documents: listOf('GBR'),
      content: answers('GBR').content,
      remainingTtlMs: 1,
    })
    expect(calls).toHaveLength(1)

    clock.time += 1
    const second = cache.get()
    expect(calls).toHaveLength(2)
    calls[1]?.resolve(answers('FRA'))
    expect((await second).documents).toEqual(listOf('FRA'))
  })

  it('keeps no failed call', async () => {
    const { cache, calls } = start()
    const asked = [cache.get(), cache.get()]
    calls[0]?.reject(new YotiConnectionError('GET /supported-documents', 'no answer'))
    for (const each of asked) await expect(each).rejects.toThrow('no answer')

    const again = cache.get()
    calls[1]?.resolve(answers('GBR'))
    expect((await again).documents).toEqual(listOf('GBR'))
    expect(calls).toHaveLength(2)
  })

  it('serves nothing stale when Yoti fails after the hour', async () => {
    const { cache, calls, clock } = start()
    const first = cache.get()
    calls[0]?.resolve(answers('GBR'))
    await first
    clock.time += HOUR_MS
    const second = cache.get()
    calls[1]?.reject(new YotiConnectionError('GET /supported-documents', 'no answer'))
    await expect(second).rejects.toThrow('no answer')
  })
})
