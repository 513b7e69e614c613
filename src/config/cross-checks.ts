import { isLoopback, type Environment } from './environment.js'
import type { Addresses } from './addresses.js'
import type { JourneySettings } from './journey.js'
import type { ProcessSettings } from './process-settings.js'
import type { Target } from './target.js'

interface CrossCheckedConfig extends Addresses, JourneySettings, ProcessSettings {
  target: Target
  workerOnly: boolean
}

/** Refuses what cannot be together, and warns of what is hardly meant. Once everything was read. */
export function runCrossChecks(
  { problems, warnings }: Environment,
  config: CrossCheckedConfig,
  hasApiKeys: boolean,
): void {
  if (config.https === 'self-signed') checkSelfSignedHttps(problems, config)
  if (config.target === 'live' && !config.rateLimit) {
    warnings.push(
      'RATE_LIMIT is off on live: nothing limits guessing, nor how many sessions are billed. Leave it out.',
    )
  }
  // The rest is about requests.
  if (config.workerOnly) return
  const baseUrl = new URL(config.baseUrl)
  if (baseUrl.protocol === 'http:' && !isLoopback(baseUrl)) {
    warnings.push(
      'YOTI_APP_BASE_URL is http and not on loopback: browsers give no camera to such pages. Use https.',
    )
  }
  if (baseUrl.protocol === 'https:' && config.https === 'off' && config.trustProxy === 0) {
    warnings.push(
      'TRUST_PROXY is 0 while YOTI_APP_BASE_URL is https, which a proxy in front must speak: rate limits take everybody for one address. Set it to the number of proxies.',
    )
  }
  if (hasApiKeys) return
  if (!config.publicStart) {
    warnings.push(
      'PUBLIC_START is off and API_KEYS is not set, so nobody can start a session. Set API_KEYS, or PUBLIC_START=on.',
    )
  }
  if (config.returnUrlOrigins.length > 0) {
    warnings.push(
      'RETURN_URL_ORIGINS has no effect: only the JSON API takes a returnUrl, and API_KEYS is not set.',
    )
  }
}

/** For development only: whoever must not be fooled cannot tell this server from another. */
function checkSelfSignedHttps(
  problems: string[],
  { target, baseUrl, workerOnly }: CrossCheckedConfig,
): void {
  if (target === 'live') {
    problems.push(
      'HTTPS: self-signed is for development, and the credentials and YOTI_IDV_API_URL lead to live. Put a proxy with a real certificate in front, and leave HTTPS out.',
    )
  }
  if (workerOnly) {
    problems.push(
      'HTTPS: self-signed has nothing to serve with WORKER_ONLY. Leave one of them out.',
    )
  }
  if (baseUrl.startsWith('http:')) {
    problems.push(
      'HTTPS: is self-signed while YOTI_APP_BASE_URL begins with http:. Begin it with https:, or leave it out.',
    )
  }
}
