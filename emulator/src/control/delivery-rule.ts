import { z } from 'zod'
import type { NotificationTopic } from '../background.js'

const TOPICS = [
  'all',
  'resource_update',
  'task_completion',
  'check_completion',
  'session_completion',
  'client_session_token_deleted',
] as const satisfies readonly ('all' | NotificationTopic)[]

const MAX_DELAY_SECONDS = 600
const topicSchema = z.enum(TOPICS).default('all')
const secondsSchema = z.number().positive().max(MAX_DELAY_SECONDS)

/** How notifications of a topic reach the relying party, or do not. */
export const deliveryRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop'), topic: topicSchema }),
  z.strictObject({ kind: z.literal('double'), topic: topicSchema }),
  z.strictObject({ kind: z.literal('wrong-credential'), topic: topicSchema }),
  z.strictObject({ kind: z.literal('delay'), seconds: secondsSchema, topic: topicSchema }),
  z.strictObject({
    kind: z.literal('shuffle'),
    seconds: secondsSchema.default(5),
    topic: topicSchema,
  }),
])

export type DeliveryRule = z.output<typeof deliveryRuleSchema>
/** As it is written in a call: for all topics when none is named. */
export type NewDeliveryRule = z.input<typeof deliveryRuleSchema>

export interface DeliveryPlan {
  copies: 0 | 1 | 2
  wrongCredential: boolean
  delaySeconds: number
  /** How long it is collected with others, to be sent in the reverse order; 0 is not at all. */
  shuffleSeconds: number
}

/** All rules for a topic together; what is dropped is dropped whatever else is said. */
export function planDelivery(
  rules: readonly DeliveryRule[],
  currentTopic: NotificationTopic,
): DeliveryPlan {
  const matching = rules.filter(({ topic }) => topic === 'all' || topic === currentTopic)
  const has = (kind: DeliveryRule['kind']) => matching.some((rule) => rule.kind === kind)
  const longest = (kind: 'delay' | 'shuffle') =>
    Math.max(0, ...matching.map((rule) => (rule.kind === kind ? rule.seconds : 0)))
  return {
    copies: has('drop') ? 0 : has('double') ? 2 : 1,
    wrongCredential: has('wrong-credential'),
    delaySeconds: longest('delay'),
    shuffleSeconds: longest('shuffle'),
  }
}
