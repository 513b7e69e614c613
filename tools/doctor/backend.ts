import { ok, warn, type Check, type CheckContext, type Finding } from './check.js'
import { describeRoute } from './outgoing.js'

export const BACKEND_CHECKS: readonly Check[] = [
  {
    name: 'API callers',
    issues: /^(API_KEYS(_FILE)?|CALLERS_FILE|PUBLIC_START|DAILY_LIMIT)\b/,
    run: checkCallers,
  },
  { name: 'return URLs', issues: /^RETURN_URL_ORIGINS\b/, run: checkReturnUrls },
  { name: 'outcome webhook', issues: /^OUTCOME_WEBHOOK_/, run: checkWebhooks },
]

function checkCallers({ config, secrets: { callers } }: CheckContext): Finding {
  const { publicStart, target } = config
  if (target === 'live' && publicStart) {
    return warn(
      'anyone can create billed sessions on the start page',
      callers.length === 0
        ? 'Set API_KEYS or CALLERS_FILE to let your signup backend create them, which closes the start page.'
        : 'Unset PUBLIC_START to close it.',
    )
  }
  // Not their names: if caller and secret are swapped, the name is a secret.
  const { length } = callers
  const secrets = callers.flatMap((caller) => caller.secrets).length
  const start = publicStart ? 'open to everyone' : 'closed'
  return ok(
    length === 0
      ? `none: the JSON API returns 401, and the start page is ${start}`
      : `${secrets} for ${length} caller${length === 1 ? '' : 's'}; the start page is ${start}`,
  )
}

function checkReturnUrls({ config, secrets: { callers } }: CheckContext): Finding {
  const origins = [...config.returnUrlOrigins, ...callers.flatMap((each) => each.returnUrlOrigins)]
  return ok([...new Set(origins)].join(', ') || 'none accepted')
}

/** Shows only the origins, because a URL may contain a token. */
function checkWebhooks({ secrets: { callers, webhook } }: CheckContext): Finding {
  const webhooks = new Set([webhook, ...callers.map((caller) => caller.webhook)])
  const texts = [...webhooks].flatMap((each) => {
    if (each === undefined) return []
    const { length } = each.secrets
    const signed = `signed with ${length} secret${length === 1 ? '' : 's'}`
    return `to ${new URL(each.url).origin}, ${describeRoute(each.url)}, ${signed}`
  })
  return ok(texts.join('; ') || 'not set: your backend must poll for outcomes')
}
