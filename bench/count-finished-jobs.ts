import type { RunningServer } from './bench-server.js'

/** The number of finished jobs. */
export async function countFinishedJobs({ client }: RunningServer): Promise<number> {
  const { body } = await client.send('GET', '/metrics')
  const counts = [...body.matchAll(/^relying_party_job_runs_total\{.*\} (\d+)$/gm)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}
