/** Express and its body parsers set a 4xx `status` on errors that the client caused. */
export function clientErrorStatus(err: unknown): number | undefined {
  const { status } = (err ?? {}) as { status?: unknown }
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
