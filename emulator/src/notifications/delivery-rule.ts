import { z } from 'zod'
import { NOTIFICATION_TOPICS, type NotificationTopic } from '../sessions/session-payload.js'

const MAX_DELAY_SECONDS = 600
const topicSchema = z.enum(['all', ...NOTIFICATION_TOPICS]).default('all')
const secondsSchema = z.number().positive().max(MAX_DELAY_SECONDS)

export const deliveryRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['drop', 'double', 'wrong-credential']), topic: topicSchema }),
  z.strictObject({ kind: z.literal('delay'), seconds: secondsSchema, topic: topicSchema }),
  z.strictObject({
    kind: z.literal('shuffle'),
    seconds: secondsSchema.default(5),
    topic: topicSchema,
  }),
])

export type DeliveryRule = z.output<typeof deliveryRuleSchema>
/** As sent in a control call. Without a topic it applies to all topics. */
export type NewDeliveryRule = z.input<typeof deliveryRuleSchema>

/** Combines all rules for a topic. `drop` overrides the others. */
export function planDelivery(rules: readonly DeliveryRule[], currentTopic: NotificationTopic) {
  const matching = rules.filter(({ topic }) => topic === 'all' || topic === currentTopic)
  const has = (kind: DeliveryRule['kind']) => matching.some((rule) => rule.kind === kind)
  const longest = (kind: 'delay' | 'shuffle') =>
    Math.max(0, ...matching.map((rule) => (rule.kind === kind ? rule.seconds : 0)))
  return {
    copies: has('drop') ? 0 : has('double') ? 2 : 1,
    wrongCredential: has('wrong-credential'),
    delaySeconds: longest('delay'),
    /** How long notifications are collected before they are sent in reverse order. 0 disables this. */
    shuffleSeconds: longest('shuffle'),
  }
}
