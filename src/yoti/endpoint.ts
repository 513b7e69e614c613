import { AppError } from '../errors.js'
import type { HttpMethod } from './signed-request.js'

/** Method and path pattern, for example `GET /sessions/:sessionId`. */
export type Endpoint = `${HttpMethod} /${string}`

/** By parameter name. */
export type PathParams = Readonly<Record<string, string>>

/**
 * Fills in the pattern's parameters. Each is encoded so that it cannot change the path.
 *
 * @throws AppError `INVALID_ID` for an id that cannot be encoded safely
 */
export function resolveEndpoint(
  endpoint: Endpoint,
  pathParams: PathParams,
): { method: HttpMethod; path: string } {
  const [method, pattern] = endpoint.split(' ') as [HttpMethod, string]
  const path = pattern.replace(/:(\w+)/g, (_, name: string) =>
    encodeSegment(name, pathParams[name]),
  )
  return { method, path }
}

function encodeSegment(name: string, id: string | undefined): string {
  // NOTE: URL parsers resolve "." and ".." even when they are percent-encoded.
  if (id === undefined || id === '' || id === '.' || id === '..') throw createInvalidIdError(name)
  try {
    return encodeURIComponent(id)
  } catch {
    throw createInvalidIdError(name)
  }
}

function createInvalidIdError(name: string): AppError {
  return new AppError('INVALID_ID', `${name}: expected an id from Yoti.`)
}
