/** Express and its body parsers mark the caller's mistakes with a 4xx `status`. */
export function clientErrorStatus(err: unknown): number | undefined {
  const { status } = (err ?? {}) as { status?: unknown }
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
