import { subscribe } from 'node:diagnostics_channel'

/**
 * Notes sent requests and responses once the operating system has them, and received ones before the server has
 * handled them.
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

/** Without ids and queries, which differ between runs. */
function describe(method, url) {
  return `${method} ${url.replace(/\?.*/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')}`
}
