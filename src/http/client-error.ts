import type { Server } from 'node:http'
import type { Texts } from './texts.js'

/** Answers requests that Node rejects before Express sees them, such as one with 16 kB of cookies from sibling sites. */
export function answerClientErrors(server: Server, { t, locale }: Texts): void {
  const explanation = `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>${t('tooManyCookies.title')}</title><main><h1>${t('tooManyCookies.title')}</h1><p>${t('tooManyCookies.text')}</p></main></html>`
  const responses = new Map([
    ['HPE_HEADER_OVERFLOW', ['431 Request Header Fields Too Large', explanation]],
    ['ERR_HTTP_REQUEST_TIMEOUT', ['408 Request Timeout', '']],
  ])
  server.on('clientError', (err: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || err.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    const [status = '400 Bad Request', body = ''] = responses.get(err.code ?? '') ?? []
    const headers = `Content-Type: text/html\r\nContent-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close`
    socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`)
  })
}
