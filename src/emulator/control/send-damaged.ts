import { setTimeout as delay } from 'node:timers/promises'
import type { Response } from 'express'
import type { Answer } from '../answer.js'
import { sendAnswer, writeHead } from '../send-answer.js'
import type { Fault } from './fault.js'

/** Sends the answer as the fault would have it arrive. The work behind the answer has been done all the same. */
export async function sendDamaged(
  res: Response,
  answer: Answer,
  requestId: string,
  fault: Fault | undefined,
): Promise<void> {
  switch (fault?.kind) {
    case 'slow':
      await waitWhileConnected(res, fault.delayMs)
      if (!res.destroyed) sendAnswer(res, answer, requestId)
      return
    case 'cut':
      cut(res, answer, requestId)
      return
    case 'malformed-json':
      sendAnswer(res, { ...answer, content: firstHalf(answer) }, requestId)
      return
    case 'wrong-content-type':
      sendAnswer(res, { ...answer, contentType: fault.contentType }, requestId)
      return
    default:
      sendAnswer(res, answer, requestId)
  }
}

async function waitWhileConnected(res: Response, ms: number): Promise<void> {
  const gone = new AbortController()
  res.once('close', () => {
    gone.abort()
  })
  await delay(ms, undefined, { signal: gone.signal }).catch(() => undefined)
}

/** Announces the whole body, sends half of it and hangs up; without a body it hangs up at once. */
function cut(res: Response, answer: Answer, requestId: string): void {
  const half = firstHalf(answer)
  if (half.length === 0) {
    res.destroy()
    return
  }
  writeHead(res, answer, requestId)
  res.write(half, () => res.destroy())
}

function firstHalf({ content = '' }: Answer): Buffer {
  const bytes = Buffer.from(content)
  return bytes.subarray(0, Math.ceil(bytes.length / 2))
}
