import { setTimeout as delay } from 'node:timers/promises'
import type { Response } from 'express'
import type { RouteResponse } from '../route-response.js'
import { sendResponse, writeHead } from '../send-response.js'
import type { Fault } from './fault.js'

/** The request has already been processed. The fault affects only the response. */
export async function sendWithFault(
  res: Response,
  response: RouteResponse,
  requestId: string,
  fault: Fault | undefined,
): Promise<void> {
  switch (fault?.kind) {
    case 'slow':
      await waitWhileConnected(res, fault.delayMs)
      if (!res.destroyed) sendResponse(res, response, requestId)
      return
    case 'cut':
      sendTruncated(res, response, requestId)
      return
    case 'malformed-json':
      sendResponse(res, { ...response, content: firstHalf(response) }, requestId)
      return
    case 'wrong-content-type':
      sendResponse(res, { ...response, contentType: fault.contentType }, requestId)
      return
    default:
      sendResponse(res, response, requestId)
  }
}

async function waitWhileConnected(res: Response, ms: number): Promise<void> {
  const disconnected = new AbortController()
  res.once('close', () => {
    disconnected.abort()
  })
  await delay(ms, undefined, { signal: disconnected.signal }).catch(() => undefined)
}

/** Declares the full length, sends half of the body and closes the connection. */
function sendTruncated(res: Response, response: RouteResponse, requestId: string): void {
  const half = firstHalf(response)
  if (half.length === 0) {
    res.destroy()
    return
  }
  writeHead(res, response, requestId)
  res.write(half, () => res.destroy())
}

function firstHalf({ content = '' }: RouteResponse): Buffer {
  const bytes = Buffer.from(content)
  return bytes.subarray(0, Math.ceil(bytes.length / 2))
}
