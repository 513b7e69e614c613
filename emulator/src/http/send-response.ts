import { setTimeout as delay } from 'node:timers/promises'
import type { Response } from 'express'
import type { Fault } from '../control/faults.js'
import type { RouteResponse } from './route.js'

/** The request has already been processed. The fault affects only the response. */
export async function sendResponse(
  res: Response,
  response: RouteResponse,
  requestId: string,
  fault?: Fault,
): Promise<void> {
  if (fault?.kind === 'slow') {
    await waitWhileConnected(res, fault.delayMs)
    if (res.destroyed) return
  }
  const { status = 200, json, headers } = response
  const content = Buffer.from(json === undefined ? (response.content ?? '') : JSON.stringify(json))
  const firstHalf = content.subarray(0, Math.ceil(content.length / 2))
  if (fault?.kind === 'cut' && firstHalf.length === 0) {
    res.destroy()
    return
  }
  const sent = fault?.kind === 'malformed-json' ? firstHalf : content
  const contentType =
    fault?.kind === 'wrong-content-type'
      ? fault.contentType
      : // Yoti's Python and Ruby SDKs read error bodies only with exactly this content type.
        (response.contentType ?? (json === undefined ? undefined : 'application/json'))
  res.writeHead(status, {
    'x-request-id': requestId,
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(status === 204 ? {} : { 'Content-Length': sent.length }),
    ...headers,
  })
  if (fault?.kind === 'cut') res.write(firstHalf, () => res.destroy())
  else res.end(sent)
}

async function waitWhileConnected(res: Response, ms: number): Promise<void> {
  const disconnected = new AbortController()
  res.once('close', () => {
    disconnected.abort()
  })
  await delay(ms, undefined, { signal: disconnected.signal }).catch(() => undefined)
}
