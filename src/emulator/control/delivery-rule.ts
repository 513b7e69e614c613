import { z } from 'zod'
import type { Topic } from '../background.js'

const TOPICS = [
  'all',
  'resource_update',
  'task_completion',
  'check_completion',
  'session_completion',
  'client_session_token_deleted',
] as const satisfies readonly ('all' | Topic)[]

const TEN_MINUTES = 600
const topic = z.enum(TOPICS).default('all')
const seconds = z.number().positive().max(TEN_MINUTES)

/** How notifications of a topic reach the relying party, or do not. */
export const deliveryRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('drop'), topic }),
  z.strictObject({ kind: z.literal('double'), topic }),
  z.strictObject({ kind: z.literal('wrong-credential'), topic }),
  z.strictObject({ kind: z.literal('delay'), seconds, topic }),
  z.strictObject({ kind: z.literal('shuffle'), seconds: seconds.default(5), topic }),
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
export function planDelivery(rules: readonly DeliveryRule[], about: Topic): DeliveryPlan {
  const fitting = rules.filter(({ topic }) => topic === 'all' || topic === about)
  const has = (kind: DeliveryRule['kind']) => fitting.some((rule) => rule.kind === kind)
  const longest = (kind: 'delay' | 'shuffle') =>
    Math.max(0, ...fitting.map((rule) => (rule.kind === kind ? rule.seconds : 0)))
  return {
    copies: has('drop') ? 0 : has('double') ? 2 : 1,
    wrongCredential: has('wrong-credential'),
    delaySeconds: longest('delay'),
    shuffleSeconds: longest('shuffle'),
  }
}
