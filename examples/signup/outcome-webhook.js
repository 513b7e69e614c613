import express, { Router } from 'express'
import { Webhook } from 'standardwebhooks'

/** Receives outcomes: at least once each, signed by Standard Webhooks. */
export function createOutcomeWebhook({ accounts, webhookSecret }) {
  const webhook = new Webhook(webhookSecret)
  // Yours belongs into the database, in one transaction with what the event changes.
  const seen = new Set()

  return Router().post(
    '/webhooks/outcome',
    express.raw({ type: 'application/json', limit: '100kb' }),
    (req, res) => {
      const event = verify(webhook, req)
      if (event === undefined) return res.status(401).end()
      const id = req.get('webhook-id')
      const { userReference, sessionId } = event.data
      // Once it is erased, a session names nobody; and some may not be of this signup page.
      const user = accounts.findByReference(userReference) ?? accounts.findBySession(sessionId)
      if (!seen.has(id) && user !== undefined) accounts.record(user, event.data)
      seen.add(id)
      return res.status(204).end()
    },
  )
}

function verify(webhook, req) {
  if (!Buffer.isBuffer(req.body)) return undefined
  try {
    return webhook.verify(req.body, req.headers)
  } catch {
    return undefined
  }
}
