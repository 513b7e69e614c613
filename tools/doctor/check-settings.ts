import type { Application } from '#src/config/application.js'
import { isLoopback } from '#src/config/environment.js'
import { formatDuration } from '#src/config/duration.js'
import type { Config, Secrets } from '#src/config/config.js'
import { fail, ok, warn, type Finding } from './finding.js'

/** @param mode of the key file, if there is one */
export function checkPrivateKey(application: Application, mode: number | undefined): Finding {
  const bits = application.key.asymmetricKeyDetails?.modulusLength ?? 0
  const seen = `RSA, ${bits} bits, valid`
  return mode !== undefined && (mode & 0o077) !== 0
    ? warn(
        `${seen}, but other users on this machine can read the file`,
        'Restrict the file in YOTI_KEY_FILE_PATH to this user: chmod 600.',
      )
    : ok(seen)
}

export function checkCookies({ baseUrl }: Config): Finding {
  const url = new URL(baseUrl)
  if (url.protocol === 'https:') return ok('__Host-owner, Secure, because the base URL is https')
  return isLoopback(url)
    ? ok('owner, not Secure, because the base URL is http on loopback')
    : fail(
        `owner, not Secure: ${baseUrl} is http, so cookies can be intercepted and browsers deny the camera`,
        'Terminate https in a proxy, or set HTTPS=self-signed for development, and change YOTI_APP_BASE_URL to https.',
      )
}

export function checkProxy({ trustProxy, baseUrl }: Config): Finding {
  if (trustProxy > 0 && isLoopback(new URL(baseUrl))) {
    return warn(
      `TRUST_PROXY is ${trustProxy}, but YOTI_APP_BASE_URL is on loopback: clients that connect directly can forge their address`,
      'Unset it unless there are that many proxies in front.',
    )
  }
  return ok(
    trustProxy === 0
      ? 'none trusted'
      : `${trustProxy} trusted; must be the number of proxies in front`,
  )
}

export function checkAppSecret(secrets: Secrets['appSecrets'], workerOnly: boolean): Finding {
  if (secrets === undefined) return ok('generated automatically, kept in data/app-secret')
  const olderCount = secrets.length - 1
  const older = olderCount === 0 ? '' : `; ${olderCount} older still accepted`
  return ok(`set${workerOnly ? ', must match the web process' : ''}${older}`)
}

export function checkRateLimit({ rateLimit, target }: Config): Finding {
  return rateLimit ? ok('on') : warn(`off on ${target}, for load tests only`, 'Unset RATE_LIMIT.')
}

export function checkRetention(config: Config): Finding {
  const { clientSessionTokenTtl, resourcesTtl, eraseAfterMs } = config
  const erased =
    eraseAfterMs === undefined
      ? 'erased earlier only on request'
      : `erased ${formatDuration(eraseAfterMs)} after the end`
  return ok(
    `${formatDuration(clientSessionTokenTtl * 1000)} to finish, ${formatDuration(resourcesTtl * 1000)} kept at Yoti, ${erased}`,
  )
}

export function checkApiKeys({ publicStart, target }: Config, { apiKeys }: Secrets): Finding {
  if (target === 'live' && publicStart) {
    return warn(
      'anyone can create billed sessions on the start page',
      apiKeys.length === 0
        ? 'Set API_KEYS to let your signup backend create them, which closes the start page.'
        : 'Unset PUBLIC_START to close it.',
    )
  }
  // Not their names: if caller and secret are swapped, the name is a secret.
  const callers = new Set(apiKeys.map(({ caller }) => caller)).size
  const start = publicStart ? 'open to everyone' : 'closed'
  return ok(
    callers === 0
      ? `none: the JSON API returns 401, and the start page is ${start}`
      : `${apiKeys.length} for ${callers} caller${callers === 1 ? '' : 's'}; the start page is ${start}`,
  )
}

export function checkReturnUrls({ returnUrlOrigins }: Config): Finding {
  return ok(returnUrlOrigins.length === 0 ? 'none accepted' : returnUrlOrigins.join(', '))
}

/** Shows only the origin, because the URL may contain a token. */
export function checkWebhook({ webhook }: Secrets): Finding {
  if (webhook === undefined) return ok('not set: your backend must poll for outcomes')
  const { origin } = URL.parse(webhook.url) ?? { origin: 'an invalid URL' }
  return ok(
    `to ${origin}, signed with ${webhook.secrets.length} secret${webhook.secrets.length === 1 ? '' : 's'}`,
  )
}
