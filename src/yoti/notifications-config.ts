import { z } from 'zod'
import { createOpenEnum } from './open-enum.js'

/** Yoti accepts topics in either case. */
const topic = createOpenEnum({
  known: [
    'RESOURCE_UPDATE',
    'TASK_COMPLETION',
    'CHECK_COMPLETION',
    'SESSION_COMPLETION',
    'CLIENT_SESSION_TOKEN_DELETED',
    'NEW_PDF_SUPPLIED',
    'INSTRUCTIONS_EMAIL_REQUESTED',
    'THANK_YOU_EMAIL_REQUESTED',
    'FIRST_BRANCH_VISIT',
  ],
  pattern: /^[A-Za-z]+(_[A-Za-z]+)*$/,
  normalise: (word) => word.toUpperCase(),
})

/** Where Yoti posts notifications, and how it authenticates itself there. */
export const notificationsConfig = z.strictObject({
  /** BASIC: `user:password` in plain text. BEARER: the token as sent. */
  auth_token: z.string().min(1).exactOptional(),
  auth_type: z.enum(['BASIC', 'BEARER']).exactOptional(),
  endpoint: z.string().refine(isAllowedEndpoint, {
    error: 'expected an https URL (http only on loopback)',
  }),
  topics: z.array(topic).exactOptional(),
})

function isAllowedEndpoint(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:') return true
  return url?.protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
}

export type NotificationsConfig = z.infer<typeof notificationsConfig>
