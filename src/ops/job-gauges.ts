import { Gauge, type Registry } from 'prom-client'
import { JOB_TYPES, type JobCount } from '../jobs/job-queue.js'
import { singleFlight } from './single-flight.js'

export interface JobGaugesOptions {
  registry: Registry
  countJobs: () => Promise<readonly JobCount[]>
  now: () => number
}

const LABELS = ['type', 'state'] as const
const JOB_STATES = ['waiting', 'failed'] as const

/** While the database does not respond, the job gauges are absent instead of stale. */
export function createJobGauges({ registry, countJobs, now }: JobGaugesOptions) {
  const registers = [registry]
  const jobs = new Gauge({
    name: 'relying_party_jobs',
    help: 'Jobs in the database. state: waiting, failed (permanently).',
    labelNames: LABELS,
    registers,
  })
  const overdue = new Gauge({
    name: 'relying_party_jobs_overdue_seconds',
    help: 'Time since the oldest job became due; 0 when none is due.',
    labelNames: LABELS,
    registers,
  })
  const databaseUp = new Gauge({
    name: 'relying_party_database_up',
    help: '1 if the database responded to this scrape, else 0.',
    registers,
  })
  const countOnce = singleFlight(countJobs)

  return async (): Promise<void> => {
    const counts = await countOnce().catch(() => undefined)
    databaseUp.set(counts === undefined ? 0 : 1)
    jobs.reset()
    overdue.reset()
    if (counts === undefined) return
    for (const type of JOB_TYPES) {
      for (const state of JOB_STATES) {
        const found = counts.find((count) => count.type === type && count.state === state)
        const ageMs = found === undefined ? 0 : now() - found.oldestDueAt
        jobs.set({ type, state }, found?.count ?? 0)
        overdue.set({ type, state }, Math.max(0, ageMs) / 1000)
      }
    }
  }
}
