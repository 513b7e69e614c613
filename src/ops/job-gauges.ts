import { Gauge, type Registry } from 'prom-client'
import { JOB_TYPES, type JobCount } from '../jobs/job-queue.js'
import { singleFlight } from './single-flight.js'

export interface JobGaugesOptions {
  registry: Registry
  countJobs: () => Promise<readonly JobCount[]>
  now: () => number
}

const LABELS = ['kind', 'state'] as const
const JOB_STATES = ['waiting', 'failed'] as const

/** Resolves when the gauges say what is in the database; without its answer they say nothing. */
export function createJobGauges({ registry, countJobs, now }: JobGaugesOptions) {
  const registers = [registry]
  const jobs = new Gauge({
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
  const databaseUp = new Gauge({
    name: 'relying_party_database_answers',
    help: '1 when the database has just counted the work, else 0.',
    registers,
  })
  const countOnce = singleFlight(countJobs)

  return async (): Promise<void> => {
    const counts = await countOnce().catch(() => undefined)
    databaseUp.set(counts === undefined ? 0 : 1)
    jobs.reset()
    overdue.reset()
    if (counts === undefined) return
    for (const kind of JOB_TYPES) {
      for (const state of JOB_STATES) {
        const found = counts.find((it) => it.type === kind && it.state === state)
        const ageMs = found === undefined ? 0 : now() - found.oldestDueAt
        jobs.set({ kind, state }, found?.count ?? 0)
        overdue.set({ kind, state }, Math.max(0, ageMs) / 1000)
      }
    }
  }
}
