import type { Response } from 'express'
import type { RouteResponse } from './route-response.js'

export function sendResponse(res: Response, response: RouteResponse, requestId: string): void {
  writeHead(res, response, requestId)
  res.end(response.content ?? '')
}

export function writeHead(
  res: Response,
  { status, contentType, content = '', headers }: RouteResponse,
  requestId: string,
): void {
  res.writeHead(status, {
    'x-request-id': requestId,
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(content) }),
    ...headers,
  })
}
