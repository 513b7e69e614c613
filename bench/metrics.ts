import type { RunningContestant } from './contestant.js'

/** How many pieces of durable work our server has done. */
export async function countWork({ browser }: RunningContestant): Promise<number> {
  const { body } = await browser.send('GET', '/metrics')
  const counts = [...body.matchAll(/^relying_party_work_total\{.*\} (\d+)$/gm)]
  return counts.reduce((sum, [, count]) => sum + Number(count), 0)
}
