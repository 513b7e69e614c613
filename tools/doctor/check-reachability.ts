import { explainConnectionError, findErrorCode } from './explain-connection-error.js'
import { fail, ok, warn, type Finding } from './finding.js'
import { isPrivateAddress } from '#src/config/own-addresses.js'
import type { HealthProbe } from './probe-health.js'

export function checkLocalServer(reach: HealthProbe, port: number): Finding {
  if (reach.state === 'this-server') return ok(`running on port ${port}`)
  if (reach.state === 'nothing' && findErrorCode(reach.error) === 'ECONNREFUSED') {
    return ok(`not running; port ${port} is free`)
  }
  return warn(
    `another program uses port ${port}`,
    `Stop it, or set PORT to a free port, for example PORT=${port + 10}.`,
  )
}

export interface NotificationCheckInput {
  baseUrl: string
  /** What the base URL's host resolves to on this machine; undefined: nothing. */
  addresses: readonly string[] | undefined
  reach: HealthProbe
  running: boolean
}

/** Estimates, from inside, whether Yoti can reach this server from the internet. */
export function checkNotifications(input: NotificationCheckInput): Finding {
  const { baseUrl, addresses, reach } = input
  const { hostname } = new URL(baseUrl)
  if (addresses === undefined) {
    return fail(
      `${hostname} does not resolve, so Yoti cannot find it`,
      'Correct YOTI_APP_BASE_URL, or create a DNS record for it.',
    )
  }
  if (addresses.every(isPrivateAddress)) {
    return warn(
      `${hostname} resolves here to ${addresses.join(', ')}, which the internet cannot reach`,
      'Give it a public address, or use a tunnel and set YOTI_APP_BASE_URL to its URL. Ignore this if your public DNS returns another address.',
    )
  }
  if (reach.state === 'this-server') {
    return ok(`${baseUrl}/healthz responds to this machine; Yoti will use ${baseUrl}/notifications`)
  }
  return toUnreachableFinding(input)
}

function toUnreachableFinding({ baseUrl, reach, running }: NotificationCheckInput): Finding {
  const url = `${baseUrl}/healthz`
  if (reach.state === 'other') {
    const seen = `${url} returns ${reach.status}, which is not from this server`
    return running
      ? fail(seen, 'Make sure that the proxy in front forwards every path to this server.')
      : warn(seen, 'Start the server, then run this again.')
  }
  const explanation = reach.state === 'nothing' ? explainConnectionError(reach.error) : undefined
  const seen = `${url}: ${explanation?.seen ?? ''}`
  if (explanation?.seen.includes('certificate')) return fail(seen, explanation.fix)
  return running
    ? warn(
        seen,
        'Make sure that the proxy in front is running. If your network blocks its own public address from inside, test from another network.',
      )
    : warn(seen, 'Start the server, then run this again.')
}
