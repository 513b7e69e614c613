import type { RunningServer } from './bench-server.js'

/** How many pieces of durable work our server has done. */
export async function countFinishedJobs({ client }: RunningServer): Promise<number> {
  const { body } = await client.send('GET', '/metrics')
  const counts = [...body.matchAll(/^relying_party_job_runs_total\{.*\} (\d+)$/gm)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}
