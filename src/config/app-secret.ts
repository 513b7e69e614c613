import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../errors.js'
import { isAppSecret, MIN_APP_SECRET_BYTES } from './schemas.js'

/**
 * The secret of this machine. Processes that start at the same time get the same one, because the
 * file is linked complete and never replaced.
 *
 * @throws AppError
 */
export function readOrCreateAppSecret(path: string): string {
  try {
    if (!existsSync(path)) createSecretFile(path)
    const secret = readFileSync(path, 'utf8').trim()
    if (!isAppSecret(secret)) {
      throw new AppError(
        'APP_SECRET',
        `APP_SECRET: expected at least ${MIN_APP_SECRET_BYTES} bytes in ${path}. Delete the file to generate a new secret at the next start.`,
      )
    }
    return secret
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError(
      'APP_SECRET',
      `APP_SECRET: ${path} could not be read or written. Grant this user access, or set APP_SECRET.`,
      { cause },
    )
  }
}

function createSecretFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporaryPath = `${path}.${randomBytes(8).toString('hex')}.tmp`
  try {
    const secret = randomBytes(MIN_APP_SECRET_BYTES).toString('base64url')
    writeFileSync(temporaryPath, secret, { mode: 0o600, flag: 'wx', flush: true })
    linkSync(temporaryPath, path)
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err
  } finally {
    rmSync(temporaryPath, { force: true })
  }
}
