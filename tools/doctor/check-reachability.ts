import { explainConnectionError, findErrorCode } from './explain-connection-error.js'
import { fail, ok, warn, type Finding } from './finding.js'
import { isPrivateAddress } from '#src/config/own-addresses.js'
import type { HealthProbe } from './probe-health.js'

/** Whether our server is at its port on this machine. */
export function checkLocalServer(reach: HealthProbe, port: number): Finding {
  if (reach.state === 'ours') return ok(`answers at port ${port}`)
  if (reach.state === 'nothing' && findErrorCode(reach.error) === 'ECONNREFUSED') {
    return ok(`not running now: port ${port} is free`)
  }
  return warn(
    `another program answers at port ${port}`,
    `End it, or set PORT to a free one, for example PORT=${port + 10}.`,
  )
}

export interface NotificationCheckInput {
  baseUrl: string
  /** What the name of the base URL leads to, as seen from here; undefined: nowhere. */
  addresses: readonly string[] | undefined
  reach: HealthProbe
  running: boolean
}

/** Whether Yoti, out on the internet, reaches us; as far as that can be said from here. */
export function checkNotifications(input: NotificationCheckInput): Finding {
  const { baseUrl, addresses, reach } = input
  const { hostname } = new URL(baseUrl)
  if (addresses === undefined) {
    return fail(
      `Yoti cannot find ${hostname}: its name is unknown to the name server`,
      'Correct YOTI_APP_BASE_URL, or make a DNS entry for it.',
    )
  }
  if (addresses.every(isPrivateAddress)) {
    return warn(
      `${hostname} is at ${addresses.join(', ')} as seen from here, where the internet does not lead`,
      'Give it a public address, or use a tunnel and set YOTI_APP_BASE_URL to its address. If your DNS answers differently outside, all is well.',
    )
  }
  if (reach.state === 'ours') {
    return ok(
      `${baseUrl}/healthz answers, as seen from here; Yoti will use ${baseUrl}/notifications`,
    )
  }
  return toUnreachableFinding(input)
}

function toUnreachableFinding({ baseUrl, reach, running }: NotificationCheckInput): Finding {
  const tried = `${baseUrl}/healthz`
  if (reach.state === 'other') {
    const seen = `${tried} answers ${reach.status}, which is not this server`
    return running
      ? fail(seen, 'See that the proxy in front passes every path on to this server.')
      : warn(seen, 'Start the server, then run this again.')
  }
  const explanation = reach.state === 'nothing' ? explainConnectionError(reach.error) : undefined
  const seen = `${tried}: ${explanation?.seen ?? ''}`
  if (explanation?.seen.includes('certificate')) return fail(seen, explanation.fix)
  return running
    ? warn(
        seen,
        'See that the proxy in front runs. If the way from inside to your own public address is barred, try it from elsewhere.',
      )
    : warn(seen, 'The server must be running: start it, then run this again.')
}
