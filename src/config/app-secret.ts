import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../errors.js'
import type { DatabaseSettings } from './database.js'
import { isLoopback, splitList, type Environment, type IsLocal } from './environment.js'

const MIN_SECRET_BYTES = 32

/** The first signs, all verify; undefined if this machine generates one. */
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
        'APP_SECRET: is missing, but required because YOTI_APP_BASE_URL is not on loopback. Generate one with "openssl rand -base64 32", and use the same for every instance.',
      )
    } else if (databaseEngine === 'postgres') {
      warnings.push(
        'APP_SECRET is not set, but DATABASE_URL is PostgreSQL: each machine or folder generates its own secret, and processes with different secrets cannot read each other’s tokens. Generate one with "openssl rand -base64 32", and use the same for every process on this database.',
      )
    }
    return undefined
  }
  const secrets = splitList(text)
  if (secrets.some(isTooShort)) {
    problems.push(
      `APP_SECRET: expected at least ${MIN_SECRET_BYTES} bytes, or several such secrets separated by commas, the newest first. Generate one with "openssl rand -base64 32".`,
    )
  }
  return secrets
}

/**
 * The secret of this machine. Processes that start at the same time get the same one, because the
 * file is linked complete and never replaced.
 *
 * @throws AppError
 */
export function readOrCreateAppSecret(path: string): string {
  try {
    const secret = readSecretFile(path) ?? createSecretFile(path)
    if (isTooShort(secret)) {
      throw new AppError(
        'APP_SECRET',
        `APP_SECRET: expected at least ${MIN_SECRET_BYTES} bytes in ${path}. Delete the file to generate a new secret at the next start.`,
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
