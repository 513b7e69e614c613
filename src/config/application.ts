import type { KeyObject } from 'node:crypto'
import { validate as isUuid } from 'uuid'
import { AppError } from '../errors.js'
import { parsePrivateKey } from '../yoti/private-key.js'
import type { Environment } from './environment.js'

/** Who we are to Yoti. A secret: kept apart from the config, which may be logged. */
export interface Application {
  sdkId: string
  key: KeyObject
}

type ReadFile = (path: string) => string

/** The application's id and key; undefined when none of it is set. Half of it is a problem. */
export function readApplication(env: Environment, readFile: ReadFile): Application | undefined {
  const { get, problems, warnings } = env
  const sdkId = get('YOTI_CLIENT_SDK_ID')
  const keyFile = get('YOTI_KEY_FILE_PATH')
  const inline = get('YOTI_KEY')

  if (sdkId === undefined && keyFile === undefined && inline === undefined) {
    if (get('YOTI_IDV_API_URL') !== undefined) {
      problems.push(
        'YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH: are missing while YOTI_IDV_API_URL is set. Set both to the application of that API, or unset YOTI_IDV_API_URL to use the built-in emulator.',
      )
    }
    return undefined
  }
  if (sdkId === undefined) {
    problems.push(
      'YOTI_CLIENT_SDK_ID: is missing while a key is set. Set it to the SDK id that the key belongs to, or unset the key.',
    )
  }
  if (sdkId !== undefined && !isUuid(sdkId)) {
    warnings.push(
      'YOTI_CLIENT_SDK_ID is not a UUID, as every SDK id of Yoti Hub is. Copy it from there again.',
    )
  }
  if (keyFile !== undefined && inline !== undefined) {
    problems.push('YOTI_KEY and YOTI_KEY_FILE_PATH: are both set. Keep one.')
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
      'YOTI_KEY_FILE_PATH: is missing while YOTI_CLIENT_SDK_ID is set. Set it to the path of the PEM file that Yoti Hub gave you (or YOTI_KEY to its content).',
    )
  } catch (err) {
    problems.push(
      err instanceof AppError
        ? err.message
        : 'YOTI_KEY_FILE_PATH: the file could not be read. Check the path, and that this user may read it.',
    )
  }
  return undefined
}
