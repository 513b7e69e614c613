import { randomUUID } from 'node:crypto'
import { judge, type Actual } from './judge.js'
import type { Person } from './person.js'
import type { OrderedSession, Picture, RelyingBusiness } from './relying-business.js'
import type { Run } from './run.js'
import type { Scenario } from './scenario.js'
import { waitForOutcome } from './wait-for-outcome.js'

export interface Walk {
  relyingBusiness: RelyingBusiness
  person: Person
  /** A face that the relying business knows. */
  face: Picture
  /** Milliseconds that one scenario may take. */
  patience: number
  note: (scenario: Scenario, what: string) => void
  /** Ends everything. */
  signal: AbortSignal
}

/**
 * Walks one scenario from its order to the person's last page.
 *
 * @throws only when everything is ended
 */
export async function runScenario(scenario: Scenario, walk: Walk): Promise<Run> {
  const start = performance.now()
  const timeout = AbortSignal.timeout(walk.patience)
  const signal = AbortSignal.any([walk.signal, timeout])
  let last = 'nothing'
  const note = (what: string) => {
    if (what !== last) walk.note(scenario, what)
    last = what
  }
  const finish = (problems: string[], actual?: Actual): Run => ({
    scenario,
    seconds: (performance.now() - start) / 1000,
    actual,
    lastSeen: last,
    problems,
  })
  try {
    const actual = await goThrough(scenario, { ...walk, signal }, note)
    return finish(judge(scenario.expect, actual), actual)
  } catch (err) {
    walk.signal.throwIfAborted()
    if (!timeout.aborted) return finish([`it could not be walked: ${describe(err)}`])
    const seconds = walk.patience / 1000
    return finish([
      `it was not over after ${seconds} s; last seen: ${last}. Give it longer with --timeout, or see why it stays there`,
    ])
  }
}

async function goThrough(
  scenario: Scenario,
  walk: Walk,
  note: (what: string) => void,
): Promise<Actual> {
  const { relyingBusiness, person, signal } = walk
  const { sessionId, url } = await orderScenario(scenario, walk)
  note('the session is ordered')
  if (scenario.capture.referenceFace) await relyingBusiness.supplyFace(sessionId, walk.face, signal)
  const readPage = await person.goThrough({ scenario, link: url, signal, note })
  const seen = await waitForOutcome({
    look: () => relyingBusiness.look(sessionId, signal),
    expectedState: scenario.expect.state,
    signal,
    note,
  })
  return { ...seen, page: await readPage() }
}

function orderScenario(scenario: Scenario, walk: Walk): Promise<OrderedSession> {
  // A person of its own each time, or an unfinished session of hers would be met again.
  const userReference = `scenario.${scenario.name}.${randomUUID()}`
  return walk.relyingBusiness.order({ userReference, scenario: scenario.name }, walk.signal)
}

function describe(err: unknown): string {
  if (!(err instanceof Error)) return String(err)
  const { cause } = err
  return cause instanceof Error ? `${err.message} (${cause.message})` : err.message
}
