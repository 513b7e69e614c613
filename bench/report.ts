import type { Round } from './run-rounds.js'

/** In the order of the runs. The first round of each server is a warm-up. */
type Rounds<Name extends string> = Record<Name, readonly Round[]>

/** Checks only ratios within one run and fixed limits, because machines differ. */
export type PerformanceTarget = [met: boolean, what: string]

/** @param references the servers to compare with */
export function formatRounds<Name extends string>(
  title: string,
  rounds: Rounds<Name>,
  references: readonly NoInfer<Name>[],
): string {
  const times = references.map((reference) => `x ${reference}`)
  const headings = ['', 'CPU ms', ...times, 'sessions/s', ...times, 'sockets']
  const names = Object.keys(rounds) as Name[]
  const rows = names.map((name) => {
    const own = rounds[name]
    const compareAll = (what: 'throughput' | 'cpu') =>
      references.map((reference) => medianRatio(own, rounds[reference], what).toFixed(2))
    return [
      name,
      median(own.slice(1).map((round) => round.cpu)).toFixed(2),
      ...compareAll('cpu'),
      median(own.slice(1).map((round) => round.throughput)).toFixed(0),
      ...compareAll('throughput'),
      String(countSockets(own)),
    ]
  })
  return [`${title}:`, ...formatTable([headings, ...rows])].join('\n')
}

export function formatTargets(targets: readonly PerformanceTarget[]): string {
  const missed = targets.filter(([met]) => !met).length
  return [
    ...targets.map(([met, what]) => `${met ? 'met   ' : 'MISSED'}  ${what}`),
    missed === 0 ? 'All targets are met.' : `${missed} of ${targets.length} targets are missed.`,
  ].join('\n')
}

export function formatTable(rows: readonly (readonly string[])[]): string[] {
  return rows.map((row) => row.map((cell) => cell.padStart(13)).join(''))
}

export function formatMb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}

/** From the warm-up, which is long enough to need all sockets. */
export function countSockets([warmUp]: readonly Round[]): number {
  return warmUp?.socketCount ?? NaN
}

/** The median of the ratios per round, because disturbances affect neighbouring rounds alike. */
export function medianRatio(
  rounds: readonly Round[],
  others: readonly Round[],
  what: 'throughput' | 'cpu',
): number {
  const ratios = rounds.map((round, i) => round[what] / (others[i]?.[what] ?? NaN))
  return median(ratios.slice(1))
}

/** Expects an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
