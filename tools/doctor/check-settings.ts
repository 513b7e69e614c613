import type { Application } from '#src/config/application.js'
import { isLoopback } from '#src/config/environment.js'
import { formatDuration } from '#src/config/duration.js'
import type { Config, Secrets } from '#src/config/config.js'
import { fail, ok, warn, type Finding } from './finding.js'

/** @param mode of the file that it came from, if it did */
export function checkPrivateKey(application: Application, mode: number | undefined): Finding {
  const bits = application.key.asymmetricKeyDetails?.modulusLength ?? 0
  const seen = `RSA of ${bits} bits, whole`
  return mode !== undefined && (mode & 0o077) !== 0
    ? warn(
        `${seen}, in a file that others on this machine may read`,
        'Let only this user read it: chmod 600, on the file of YOTI_KEY_FILE_PATH.',
      )
    : ok(seen)
}

export function checkCookies({ baseUrl }: Config): Finding {
  const url = new URL(baseUrl)
  if (url.protocol === 'https:') return ok('__Host-owner, Secure: the base URL is https')
  return isLoopback(url)
    ? ok('owner, not Secure: the base URL is http, as it may be on loopback only')
    : fail(
        `owner, not Secure: ${baseUrl} is http, so whoever is on the way can take it, and browsers open no camera`,
        'Put https in front, or set HTTPS=self-signed for development, and write YOTI_APP_BASE_URL with https.',
      )
}

export function checkProxy({ trustProxy, baseUrl }: Config): Finding {
  if (trustProxy > 0 && isLoopback(new URL(baseUrl))) {
    return warn(
      `TRUST_PROXY is ${trustProxy} while YOTI_APP_BASE_URL is on loopback: whoever connects directly may invent an address`,
      'Leave it out unless there are as many proxies in front.',
    )
  }
  return ok(
    trustProxy === 0
      ? 'none in front, none believed'
      : `the last ${trustProxy} in front are believed: see that there are as many`,
  )
}

export function checkAppSecret(secrets: Secrets['appSecrets'], workerOnly: boolean): Finding {
  if (secrets === undefined) return ok('made by itself, kept in data/app-secret')
  const others = secrets.length - 1
  const more = others === 0 ? '' : `; ${others} older still verify`
  return ok(`set${workerOnly ? ', must be the web process’s' : ''}${more}`)
}

export function checkRateLimit({ rateLimit, target }: Config): Finding {
  return rateLimit
    ? ok('on')
    : warn(`off, on ${target}: for load tests only`, 'Leave RATE_LIMIT out.')
}

export function checkRetention(config: Config): Finding {
  const { clientSessionTokenTtl, resourcesTtl, eraseAfterMs } = config
  const erased =
    eraseAfterMs === undefined
      ? 'earlier only when asked'
      : `erased ${formatDuration(eraseAfterMs)} after the end`
  return ok(
    `${formatDuration(clientSessionTokenTtl * 1000)} to finish, ${formatDuration(resourcesTtl * 1000)} kept at Yoti, ${erased}`,
  )
}

export function checkApiKeys({ publicStart, target }: Config, { apiKeys }: Secrets): Finding {
  if (target === 'live' && publicStart) {
    return warn(
      'the start page lets anybody make sessions, which are billed',
      apiKeys.length === 0
        ? 'Set API_KEYS to let your signup backend make them, which closes it.'
        : 'Leave PUBLIC_START out to close it.',
    )
  }
  // A caller may turn out to be a secret, written the wrong way round.
  const callers = new Set(apiKeys.map(({ caller }) => caller)).size
  const start = publicStart ? 'open to everybody' : 'closed'
  return ok(
    callers === 0
      ? `none: the JSON API answers 401, and the start page is ${start}`
      : `${apiKeys.length}, of ${callers} caller${callers === 1 ? '' : 's'}; the start page is ${start}`,
  )
}

export function checkReturnUrls({ returnUrlOrigins }: Config): Finding {
  return ok(returnUrlOrigins.length === 0 ? 'none accepted' : returnUrlOrigins.join(', '))
}

/** The address may hold a token: only its origin is shown. */
export function checkWebhook({ webhook }: Secrets): Finding {
  if (webhook === undefined) return ok('not set: outcomes are told only to those who ask')
  const { origin } = URL.parse(webhook.url) ?? { origin: 'an address' }
  return ok(`to ${origin}, signed with ${webhook.secrets.length}`)
}
