import { FIRST_REFRESH } from '../../src/sessions/follow-up.js'
import type { Effect, Life } from './life.js'

const isAccepted = ({ what }: Effect) => what === 'answered 200 POST /notifications'
const isAsking = ({ what }: Effect) => /^sent GET .*\/sessions\/:id$/.test(what)
const isAnswered = ({ what }: Effect) => /^heard 200 GET .*\/sessions\/:id$/.test(what)
/** The state and what is to be told of it, at once. Before somebody asks for erasure only an outcome does that. */
const isOutcome = ({ what }: Effect) => what === 'wrote update sessions, insert into work'
const isOrder = ({ what }: Effect) => what.startsWith('wrote insert into sessions')

/** Milliseconds in which the work of a dead process is taken up, once there is one again (docs/operations.md). */
const TAKEN_UP = 20_000

/**
 * How many accepted notifications did not make the server ask before it would have done so by itself.
 * The last reading, which told the outcome, leaves nothing to ask. A second death may make it late.
 */
export function countLost(lives: readonly Life[]): number {
  if (lives.length > 2) return 0
  const story = lives.flatMap(({ effects }) => effects)
  const last = story.slice(0, story.findIndex(isOutcome)).findLastIndex(isAsking)
  const backBy = (lives.at(-1)?.readyAt ?? 0) + TAKEN_UP
  return story.slice(0, last).filter((effect, index) => {
    if (!isAccepted(effect)) return false
    const known = story.slice(0, index).findLast((one) => isAnswered(one) || isOrder(one))
    const asked = story.slice(index).find(isAsking)
    if (known === undefined || asked === undefined) return true
    return asked.at >= Math.max(known.at + FIRST_REFRESH, backBy)
  }).length
}
