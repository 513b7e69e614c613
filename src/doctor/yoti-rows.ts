import { statSync } from 'node:fs'
import type { Application } from '../config/application.js'
import { isLoopback } from '../config/environment.js'
import { LIVE_API, type Target } from '../config/target.js'
import { askYoti, type YotiAnswer } from './ask-yoti.js'
import { ok, warn, type Finding } from './finding.js'
import { isAccepted, isStranger, judgeAccess, SANDBOX_API } from './judge-access.js'
import { judgeClock } from './judge-clock.js'
import { judgeKey } from './judge-settings.js'
import type { Row, Seen } from './row.js'

const NOT_NEEDED = ok('not set: the emulator of our own needs none')
const IN_THE_CLEAR = warn(
  'not asked: a signed call does not go over http to another machine',
  'Mend YOTI_IDV_API_URL first.',
)
const ALONE = warn('nothing to ask with', 'Mend the SDK id and the key first.')

export function listYotiRows({ config, secrets, keyFile, certificate }: Seen): Row[] {
  const { target, apiUrl } = config
  const { application } = secrets
  const group = 'Yoti'
  const rows: Row[] = [
    {
      group,
      name: 'target',
      about: /^YOTI_(TARGET|IDV_API_URL)\b/,
      look: () => ok(apiUrl === undefined ? 'an emulator of our own' : `${target}: ${apiUrl}`),
    },
    {
      group,
      name: 'SDK id',
      about: /^YOTI_CLIENT_SDK_ID\b/,
      look: () => (apiUrl === undefined ? NOT_NEEDED : ok('a UUID')),
    },
    {
      group,
      name: 'private key',
      about: /^YOTI_KEY(_FILE_PATH)?[ :]/,
      look: () => {
        if (application !== undefined) return judgeKey(application, readMode(keyFile))
        return apiUrl === undefined ? NOT_NEEDED : ALONE
      },
    },
  ]
  if (apiUrl === undefined) return rows

  const unasked = isInTheClear(apiUrl) ? IN_THE_CLEAR : ALONE
  const asked =
    application === undefined || unasked === IN_THE_CLEAR
      ? undefined
      : askYoti({
          application,
          apiUrl,
          ca: target === 'emulator' ? certificate : undefined,
        })
  return [
    ...rows,
    {
      group,
      name: 'key at Yoti',
      about: NEVER,
      look: async () => {
        if (application === undefined || asked === undefined) return unasked
        return explainAccess(application, target, await asked, otherApi(target))
      },
    },
    {
      group,
      name: 'clock',
      about: NEVER,
      look: async () => (asked === undefined ? unasked : judgeClock((await asked).clock)),
    },
  ]
}

const NEVER = /(?!)/

function isInTheClear(apiUrl: string): boolean {
  const url = new URL(apiUrl)
  return url.protocol === 'http:' && !isLoopback(url)
}

/** Asks the other API too, when this one does not know us: the usual mistake is that they were mixed up. */
export async function explainAccess(
  application: Application,
  target: Target,
  { error }: YotiAnswer,
  otherApiUrl: string | undefined,
): Promise<Finding> {
  const other =
    otherApiUrl !== undefined && isStranger(error)
      ? await askYoti({ application, apiUrl: otherApiUrl })
      : undefined
  return judgeAccess({ target, error, acceptedByOther: isAccepted(other?.error) })
}

function otherApi(target: Target): string | undefined {
  return { live: SANDBOX_API, sandbox: LIVE_API, emulator: undefined }[target]
}

/** undefined where files have no such mode, or there is no such file. */
function readMode(path: string | undefined): number | undefined {
  if (path === undefined || process.platform === 'win32') return undefined
  return statSync(path, { throwIfNoEntry: false })?.mode
}
