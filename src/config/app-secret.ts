import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../errors.js'
import type { DatabaseSettings } from './database.js'
import { isLoopback, splitList, type Environment, type IsLocal } from './environment.js'

const MIN_SECRET_BYTES = 32

/** The first signs, all verify; undefined when the process is to make one for this machine. */
export function readAppSecrets(
  { get, problems, warnings }: Environment,
  baseUrl: string,
  databaseEngine: DatabaseSettings['databaseEngine'],
  isLocal: IsLocal = isLoopback,
): readonly string[] | undefined {
  const text = get('APP_SECRET')
  if (text === undefined) {
    if (!isLocal(new URL(baseUrl))) {
      problems.push(
        'APP_SECRET: is missing while YOTI_APP_BASE_URL is not on loopback. Make one with "openssl rand -base64 32", and give the same to every instance.',
      )
    } else if (databaseEngine === 'postgres') {
      warnings.push(
        'APP_SECRET is not set while DATABASE_URL is PostgreSQL: every machine or folder makes a secret of its own, and such processes cannot read each other’s tokens. Make one with "openssl rand -base64 32", and give the same to every process on this database.',
      )
    }
    return undefined
  }
  const secrets = splitList(text)
  if (secrets.some(isTooShort)) {
    problems.push(
      `APP_SECRET: expected ${MIN_SECRET_BYTES} bytes or more, or several such secrets with commas between, the newest first. Make one with "openssl rand -base64 32".`,
    )
  }
  return secrets
}

/**
 * The secret of this machine, the same at every start. Processes that start at once get the same:
 * a whole file appears under the name, and the first one stays.
 *
 * @throws AppError
 */
export function readOrCreateAppSecret(path: string): string {
  try {
    const secret = readSecretFile(path) ?? createSecretFile(path)
    if (isTooShort(secret)) {
      throw new AppError(
        'APP_SECRET',
        `${path} holds less than ${MIN_SECRET_BYTES} bytes. Delete it, and another one is made at the next start.`,
      )
    }
    return secret
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError(
      'APP_SECRET',
      `${path} could not be read or written. Let this user do so, or set APP_SECRET.`,
      { cause },
    )
  }
}

function readSecretFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (err) {
    if (hasErrorCode(err, 'ENOENT')) return undefined
    throw err
  }
}

function createSecretFile(path: string): string {
  mkdirSync(dirname(path), { recursive: true })
  const temporaryPath = `${path}.${randomBytes(8).toString('hex')}.tmp`
  try {
    const secret = randomBytes(MIN_SECRET_BYTES).toString('base64url')
    writeFileSync(temporaryPath, secret, { mode: 0o600, flag: 'wx', flush: true })
    linkSync(temporaryPath, path)
  } catch (err) {
    if (!hasErrorCode(err, 'EEXIST')) throw err
  } finally {
    rmSync(temporaryPath, { force: true })
  }
  return readFileSync(path, 'utf8').trim()
}

function isTooShort(secret: string): boolean {
  return Buffer.byteLength(secret) < MIN_SECRET_BYTES
}

function hasErrorCode(err: unknown, code: string): boolean {
  return (err as { code?: unknown }).code === code
}
