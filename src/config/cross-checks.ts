import { isLoopback, type Environment } from './environment.js'
import type { Addresses } from './addresses.js'
import type { JourneySettings } from './journey.js'
import type { ProcessSettings } from './process-settings.js'
import type { Target } from './target.js'

interface CrossCheckedConfig extends Addresses, JourneySettings, ProcessSettings {
  target: Target
  workerOnly: boolean
}

export function runCrossChecks(
  { problems, warnings }: Environment,
  config: CrossCheckedConfig,
  hasApiKeys: boolean,
): void {
  if (config.https === 'self-signed') checkSelfSignedHttps(problems, config)
  if (config.target === 'live' && !config.rateLimit) {
    warnings.push(
      'RATE_LIMIT is off on live: neither guessing nor the number of billed sessions is limited. Unset it.',
    )
  }
  // Everything below concerns requests.
  if (config.workerOnly) return
  const baseUrl = new URL(config.baseUrl)
  if (baseUrl.protocol === 'http:' && !isLoopback(baseUrl)) {
    warnings.push(
      'YOTI_APP_BASE_URL is http and not on loopback: browsers deny such pages the camera. Use https.',
    )
  }
  if (baseUrl.protocol === 'https:' && config.https === 'off' && config.trustProxy === 0) {
    warnings.push(
      'TRUST_PROXY is 0, but YOTI_APP_BASE_URL is https, which needs a proxy in front: rate limits treat all users as one address. Set it to the number of proxies.',
    )
  }
  if (hasApiKeys) return
  if (!config.publicStart) {
    warnings.push(
      'PUBLIC_START is off and API_KEYS is not set, so no session can be started. Set API_KEYS, or PUBLIC_START=on.',
    )
  }
  if (config.returnUrlOrigins.length > 0) {
    warnings.push(
      'RETURN_URL_ORIGINS has no effect: only the JSON API accepts a returnUrl, and API_KEYS is not set. Set API_KEYS, or unset it.',
    )
  }
}

/** For development only, because users cannot verify a self-signed certificate. */
function checkSelfSignedHttps(
  problems: string[],
  { target, baseUrl, workerOnly }: CrossCheckedConfig,
): void {
  if (target === 'live') {
    problems.push(
      'HTTPS: self-signed is for development only, but the credentials and YOTI_IDV_API_URL select live. Unset HTTPS, and let a proxy with a trusted certificate terminate TLS.',
    )
  }
  if (workerOnly) {
    problems.push(
      'HTTPS: self-signed has no effect with WORKER_ONLY, which serves no pages. Unset one of them.',
    )
  }
  if (baseUrl.startsWith('http:')) {
    problems.push(
      'HTTPS: is self-signed, but YOTI_APP_BASE_URL starts with http:. Change it to https:, or unset it.',
    )
  }
}
