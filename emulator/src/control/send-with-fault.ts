import { setTimeout as delay } from 'node:timers/promises'
import type { Response } from 'express'
import type { RouteResponse } from '../route-response.js'
import { sendResponse, writeHead } from '../send-response.js'
import type { Fault } from './fault.js'

/** Sends the answer as the fault would have it arrive. The work behind the answer has been done all the same. */
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

/** Announces the whole body, sends half of it and hangs up; without a body it hangs up at once. */
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
