import type { KeyObject } from 'node:crypto'
import { validate as isUuid } from 'uuid'
import { AppError } from '../errors.js'
import { parsePrivateKey } from '../yoti/private-key.js'
import type { Environment } from './environment.js'

/** The Yoti application's credentials: separate from the config, which may be logged. */
export interface Application {
  sdkId: string
  key: KeyObject
}

type ReadFile = (path: string) => string

/** undefined if no credentials are set. Incomplete credentials are a problem. */
export function readApplication(env: Environment, readFile: ReadFile): Application | undefined {
  const { get, problems, warnings } = env
  const sdkId = get('YOTI_CLIENT_SDK_ID')
  const keyFile = get('YOTI_KEY_FILE_PATH')
  const inline = get('YOTI_KEY')

  if (sdkId === undefined && keyFile === undefined && inline === undefined) {
    if (get('YOTI_IDV_API_URL') !== undefined) {
      problems.push(
        'YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH: are missing, but YOTI_IDV_API_URL is set. Set both to an application of that API, or unset YOTI_IDV_API_URL to use the built-in emulator.',
      )
    }
    return undefined
  }
  if (sdkId === undefined) {
    problems.push(
      'YOTI_CLIENT_SDK_ID: is missing, but a key is set. Set it to the SDK id of the application that the key belongs to, or unset the key.',
    )
  }
  if (sdkId !== undefined && !isUuid(sdkId)) {
    warnings.push(
      'YOTI_CLIENT_SDK_ID is not a UUID, but every SDK id in Yoti Hub is one. Copy it again from there.',
    )
  }
  if (keyFile !== undefined && inline !== undefined) {
    problems.push('YOTI_KEY and YOTI_KEY_FILE_PATH: are both set. Unset one of them.')
    return undefined
  }
  const key = readKey(env, readFile, keyFile, inline)
  return sdkId === undefined || key === undefined ? undefined : { sdkId, key }
}

function readKey(
  { problems }: Environment,
  readFile: ReadFile,
  keyFile: string | undefined,
  inline: string | undefined,
): KeyObject | undefined {
  try {
    if (inline !== undefined) return parsePrivateKey(inline, 'YOTI_KEY')
    if (keyFile !== undefined) return parsePrivateKey(readFile(keyFile), 'YOTI_KEY_FILE_PATH')
    problems.push(
      'YOTI_KEY_FILE_PATH: is missing, but YOTI_CLIENT_SDK_ID is set. Set it to the path of the PEM file from Yoti Hub, or set YOTI_KEY to its content.',
    )
  } catch (err) {
    problems.push(
      err instanceof AppError
        ? err.message
        : 'YOTI_KEY_FILE_PATH: the file could not be read. Check the path and its permissions.',
    )
  }
  return undefined
}
