import { ConfigError, parseConfig } from '../../src/config/config.js'

export function readConfigError(
  env: Record<string, string>,
  readFile?: (path: string) => string,
): string {
  try {
    parseConfig(env, readFile)
  } catch (err) {
    if (err instanceof ConfigError) return err.message
    throw err
  }
  throw new Error('No problem was found.')
}
