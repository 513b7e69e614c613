import { Gauge, type Registry } from 'prom-client'
import { WORK_KINDS, type WorkCount } from '../work/queue.js'
import { createProbe } from './probe.js'

export interface WorkGaugesOptions {
  registry: Registry
  countWork: () => Promise<readonly WorkCount[]>
  now: () => number
}

const LABELS = ['kind', 'state'] as const
const STATES = ['waiting', 'failed'] as const

/** Resolves when the gauges say what is in the database; without its answer they say nothing. */
export function createWorkGauges({ registry, countWork, now }: WorkGaugesOptions) {
  const registers = [registry]
  const items = new Gauge({
    name: 'relying_party_work_items',
    help: 'Pieces of durable work. failed: given up.',
    labelNames: LABELS,
    registers,
  })
  const overdue = new Gauge({
    name: 'relying_party_work_overdue_seconds',
    help: 'How long the oldest piece of durable work has been due, or given up.',
    labelNames: LABELS,
    registers,
  })
  const answers = new Gauge({
    name: 'relying_party_database_answers',
    help: '1 when the database has just counted the work, else 0.',
    registers,
  })
  const count = createProbe(countWork)

  return async (): Promise<void> => {
    const counts = await count().catch(() => undefined)
    answers.set(counts === undefined ? 0 : 1)
    items.reset()
    overdue.reset()
    if (counts === undefined) return
    for (const kind of WORK_KINDS) {
      for (const state of STATES) {
        const found = counts.find((it) => it.kind === kind && it.state === state)
        const since = found === undefined ? 0 : now() - found.oldestDueAt
        items.set({ kind, state }, found?.count ?? 0)
        overdue.set({ kind, state }, Math.max(0, since) / 1000)
      }
    }
  }
}
