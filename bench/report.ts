import { NAMES, type Name } from './contestant.js'
import type { Round } from './creation.js'

/** In the order in which they were run; the first of each warms up. */
type Rounds = Record<Name, readonly Round[]>

/** Bytes. */
type Memory = Record<'ours' | 'official', number>

export function formatRounds(title: string, rounds: Rounds): string {
  const headings = ['', 'sessions/s', 'x official', 'x floor', 'CPU ms', 'x official', 'x floor']
  const rows = NAMES.map((name) => {
    const own = rounds[name]
    return [
      name,
      findMedian(own.slice(1).map((round) => round.throughput)).toFixed(0),
      compare(own, rounds.official, 'throughput').toFixed(2),
      compare(own, rounds.floor, 'throughput').toFixed(2),
      findMedian(own.slice(1).map((round) => round.cpu)).toFixed(2),
      compare(own, rounds.official, 'cpu').toFixed(2),
      compare(own, rounds.floor, 'cpu').toFixed(2),
      String(countSockets(own)),
    ]
  })
  return [`${title}:`, ...formatTable([[...headings, 'sockets'], ...rows])].join('\n')
}

export function formatMemory({ ours, official }: Memory): string {
  return `Growth of memory while 100 media of 10 MB stream: ours ${toMb(ours)}, official ${toMb(official)}`
}

/** Only ratios within one run and fixed limits are judged: machines differ. */
export function formatVerdict({ ours, official }: Rounds, memory: Memory): string {
  const throughput = compare(ours, official, 'throughput')
  const cpu = compare(official, ours, 'cpu')
  const sockets = countSockets(ours)
  const targets: [met: boolean, what: string][] = [
    [
      throughput >= 2.5,
      `2.5 times the official server's sessions per second: ${format(throughput)}`,
    ],
    [cpu >= 2.5, `a session costs the official server 2.5 times our CPU: ${format(cpu)}`],
    [sockets <= 64, `at most 64 sockets to Yoti for 1000 sessions: ${sockets}`],
    [memory.ours < 64e6, `under 64 MB of growth while media stream: ${toMb(memory.ours)}`],
  ]
  const missed = targets.filter(([met]) => !met).length
  return [
    ...targets.map(([met, what]) => `${met ? 'met   ' : 'MISSED'}  ${what}`),
    missed === 0 ? 'All targets are met.' : `${missed} of ${targets.length} targets are missed.`,
  ].join('\n')
}

function formatTable(rows: readonly (readonly string[])[]): string[] {
  return rows.map((row) => row.map((cell) => cell.padStart(11)).join(''))
}

const format = (ratio: number) => ratio.toFixed(2)
const toMb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`

/** Of the warm-up, which is long enough to need them all. */
function countSockets([warmUp]: readonly Round[]): number {
  return warmUp?.sockets ?? NaN
}

/** The median of the ratios round by round: what disturbs the machine disturbs neighbours alike. */
function compare(
  rounds: readonly Round[],
  others: readonly Round[],
  what: 'throughput' | 'cpu',
): number {
  const ratios = rounds.map((round, i) => round[what] / (others[i]?.[what] ?? NaN))
  return findMedian(ratios.slice(1))
}

/** Of an odd number of values. */
function findMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
