import { randomUUID } from 'node:crypto'
import type { Secrets } from '#src/config/config.js'
import { findProxy } from '#src/config/network.js'
import { AppError } from '#src/errors.js'
import { createWebhookSender } from '#src/webhooks/webhook-sender.js'
import { print } from '../run-tool.js'

const MAX_BODY_CHARACTERS = 500

/** Resolves to whether the receiver accepted it. */
export async function sendTestEvent(
  secrets: Pick<Secrets, 'callers' | 'webhook'>,
  caller: string | undefined,
): Promise<boolean> {
  const webhook = findWebhook(secrets, caller)
  const now = Date.now()
  const id = `evt_test_${randomUUID()}`
  const payload = JSON.stringify({
    type: 'webhook.test',
    timestamp: new Date(now).toISOString(),
    data: { caller: caller ?? null },
  })
  // Not the whole URL, because it may contain a token.
  print(`POST ${new URL(webhook.url).origin}`)
  print(`webhook-id: ${id}, signed with ${webhook.secrets.length} secret(s)`)
  print(payload)
  const { status, data } = await createWebhookSender({ ...webhook, findProxy }).post({
    id,
    payload,
    now,
  })
  const isAccepted = status >= 200 && status < 300
  print(`${status} after ${Date.now() - now} ms: ${isAccepted ? 'accepted' : 'not accepted'}`)
  const body = await readStart(data)
  if (body !== '') print(body)
  return isAccepted
}

function findWebhook({ callers, webhook }: Pick<Secrets, 'callers' | 'webhook'>, name?: string) {
  const found = name === undefined ? { webhook } : callers.find((each) => each.name === name)
  if (found === undefined) {
    throw new AppError(
      'CALLER',
      `${name} is not an API caller. Use a name of API_KEYS or CALLERS_FILE.`,
    )
  }
  if (found.webhook !== undefined) return found.webhook
  const own = callers.filter((each) => each.webhook !== undefined).map((each) => each.name)
  throw new AppError(
    'WEBHOOK',
    own.length > 0
      ? `There is no webhook here. Use --caller with ${own.join(' or ')}.`
      : 'There is no webhook. Set OUTCOME_WEBHOOK_URL and OUTCOME_WEBHOOK_SECRET, or a webhook in CALLERS_FILE.',
  )
}

/** In one line, without control characters of the terminal. */
async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  let text = ''
  try {
    for await (const chunk of body) {
      text += chunk.toString()
      if (text.length >= MAX_BODY_CHARACTERS) break
    }
  } catch {
    // The status was received, and says enough.
  }
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_BODY_CHARACTERS)
}
