import express, { Router } from 'express'
import { Webhook } from 'standardwebhooks'

export function createOutcomeWebhook({ accounts, webhookSecret }) {
  const webhook = new Webhook(webhookSecret)
  // Deliveries can repeat. Store the ids in your database, in one transaction with the event's changes.
  const processedIds = new Set()

  return Router().post(
    '/webhooks/outcome',
    express.raw({ type: 'application/json', limit: '100kb' }),
    (req, res) => {
      const event = verify(webhook, req)
      if (event === undefined) return res.status(401).end()
      const id = req.get('webhook-id')
      const { userReference, sessionId } = event.data
      // An erased session has no userReference, and other events may belong to another page.
      const user = accounts.findByReference(userReference) ?? accounts.findBySession(sessionId)
      if (!processedIds.has(id) && user !== undefined) accounts.record(user, event.data)
      processedIds.add(id)
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
