import { AppError } from '../errors.js'
import type { Method } from './signed-request.js'

/** Method and path pattern, for example `GET /sessions/:sessionId`. */
export type Endpoint = `${Method} /${string}`

/** By parameter name. */
export type Ids = Readonly<Record<string, string>>

/**
 * Fills the pattern's parameters, each encoded so that it stays inside its own path segment.
 *
 * @throws AppError `INVALID_ID` for an id that no encoding keeps there
 */
export function fillEndpoint(endpoint: Endpoint, ids: Ids): { method: Method; path: string } {
  const [method, pattern] = endpoint.split(' ') as [Method, string]
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeSegment(name, ids[name]))
  return { method, path }
}

function encodeSegment(name: string, id: string | undefined): string {
  // NOTE: URL parsers resolve "." and ".." even when they are percent-encoded.
  if (id === undefined || id === '' || id === '.' || id === '..') throw invalidId(name)
  try {
    return encodeURIComponent(id)
  } catch {
    throw invalidId(name)
  }
}

function invalidId(name: string): AppError {
  return new AppError('INVALID_ID', `${name}: expected an id that Yoti gave, and this is none.`)
}
