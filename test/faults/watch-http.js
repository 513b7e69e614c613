import { subscribe } from 'node:diagnostics_channel'

/**
 * A request that came in, and our answer when the operating system has it; a request of ours when the operating
 * system has it, and the answer to it when it is there and nobody has looked at it yet.
 */
export function watchHttp(note) {
  subscribe('http.server.request.start', ({ request }) => {
    note(`received ${describe(request.method, request.url)}`)
  })
  subscribe('http.server.response.finish', ({ request, response }) => {
    note(`answered ${response.statusCode} ${describe(request.method, request.url)}`)
  })
  subscribe('http.client.request.start', ({ request }) => {
    request.once('finish', () => note(`sent ${describe(request.method, request.path)}`))
  })
  subscribe('http.client.response.finish', ({ request, response }) => {
    note(`heard ${response.statusCode} ${describe(request.method, request.path)}`)
  })
}

/** Ids and queries are different in each run: the same place has the same name in all of them. */
function describe(method, url) {
  return `${method} ${url.replace(/\?.*/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')}`
}
