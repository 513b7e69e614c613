import { isLoopback, splitList, type Environment } from './environment.js'

/** Secret as a whole, because the URL may contain a token. */
export interface WebhookSettings {
  url: string
  /** Each `whsec_...`; a delivery is signed with all of them. */
  secrets: readonly string[]
}

const GENERATE_SECRET_HINT = 'Generate one with: echo "whsec_$(openssl rand -base64 32)"'

/** undefined if unset. Incomplete settings are a problem. */
export function readWebhook({ get, problems }: Environment): WebhookSettings | undefined {
  const url = get('OUTCOME_WEBHOOK_URL')
  const text = get('OUTCOME_WEBHOOK_SECRET')
  const secrets = text === undefined ? [] : splitList(text)

  if (url !== undefined) problems.push(...findUrlProblems(url))
  if (!secrets.every(isWebhookSecret)) {
    problems.push(
      `OUTCOME_WEBHOOK_SECRET: expected whsec_ and base64 of 24 to 64 bytes, or several such secrets separated by commas. ${GENERATE_SECRET_HINT}`,
    )
  }
  if (url !== undefined && text === undefined) {
    problems.push(
      `OUTCOME_WEBHOOK_SECRET: is missing, but OUTCOME_WEBHOOK_URL is set. ${GENERATE_SECRET_HINT}`,
    )
  }
  if (url === undefined && text !== undefined) {
    problems.push(
      'OUTCOME_WEBHOOK_URL: is missing, but OUTCOME_WEBHOOK_SECRET is set. Set it to the URL that receives outcomes, or unset the secret.',
    )
  }
  return url === undefined ? undefined : { url, secrets }
}

function findUrlProblems(text: string): string[] {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' && !isLoopback(url)) {
    return ['OUTCOME_WEBHOOK_URL: http is accepted only on loopback. Use https.']
  }
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return [
      'OUTCOME_WEBHOOK_URL: expected a URL such as https://signup.example.com/yoti-outcomes. Correct it, or unset it.',
    ]
  }
  return url.username + url.password === ''
    ? []
    : [
        'OUTCOME_WEBHOOK_URL: contains a user or password. Remove it, because the signature authenticates the sender.',
      ]
}

function isWebhookSecret(text: string): boolean {
  const encoded = text.replace(/^whsec_/, '')
  const bytes = Buffer.from(encoded, 'base64')
  // Node ignores invalid base64 characters; receivers do not.
  const isBase64 = bytes.toString('base64') === encoded
  return text.startsWith('whsec_') && isBase64 && bytes.length >= 24 && bytes.length <= 64
}
