import type { Response } from 'express'
import type { Answer } from './answer.js'

export function sendAnswer(res: Response, answer: Answer, requestId: string): void {
  writeHead(res, answer, requestId)
  res.end(answer.content ?? '')
}

export function writeHead(
  res: Response,
  { status, contentType, content = '', headers }: Answer,
  requestId: string,
): void {
  res.writeHead(status, {
    'x-request-id': requestId,
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(content) }),
    ...headers,
  })
}
