/** `npm run faults` sets LONG_RUN and takes about 20 minutes. */
const { LONG_RUN, FAULT_SEED, FAULT_ENGINES, FAULT_RUNS, FAULT_DEATHS, FAULT_KILLS } = process.env
const isLong = LONG_RUN === 'true'

export type Engine = 'sqlite' | 'postgres'

export const SEED = Number(FAULT_SEED ?? 1)
export const ENGINES = (FAULT_ENGINES ?? 'sqlite,postgres').split(',') as Engine[]
/** Runs per engine. When undefined, a few crash points are sampled by the seed. */
export const RUN_COUNT = FAULT_RUNS === undefined && !isLong ? undefined : Number(FAULT_RUNS ?? 200)
/** A single run with crashes after these side effects, such as `12,40`. */
export const CRASH_POINTS = FAULT_DEATHS?.split(',').map(Number)
export const HOUR_MS = 3_600_000
export const KILL_COUNT = Number(FAULT_KILLS ?? (isLong ? 20 : 2))

/** The same plan gives the same run, as far as timing allows. */
export interface CrashPlan {
  /** The number of side effects after which each process crashes. The process after them does not. */
  crashPoints: readonly number[]
  /** Whether the backend also polls. */
  polls: boolean
  /** 0 to 1. */
  webhookRejectRate: number
  seed: number
}

/** One run with a crash after each side effect, then runs with several crashes up to the given number. */
export function planEveryCrash(effects: number, runs: number, seed: number): CrashPlan[] {
  const single = Array.from({ length: effects }, (_, index) => createPlan([index + 1], seed))
  const multiple = Array.from({ length: Math.max(0, runs - effects) }, (_, index) => {
    const random = createSeededRandom(seed * 1_000_003 + index)
    const crashPoints = Array.from({ length: 2 + Math.floor(random() * 2) }, (_, crash) =>
      randomInt(random, 1, Math.ceil(effects / (crash + 1))),
    )
    return {
      ...createPlan(crashPoints, seed + index),
      polls: random() < 0.5,
      webhookRejectRate: 0.2,
    }
  })
  return [...single, ...multiple]
}

/** One crash in each of `runs` equal parts of the flow. */
export function planSampledCrashes(effects: number, runs: number, seed: number): CrashPlan[] {
  const random = createSeededRandom(seed)
  return Array.from({ length: runs }, (_, index) => {
    const from = Math.floor((effects * index) / runs)
    const until = Math.floor((effects * (index + 1)) / runs)
    return { ...createPlan([randomInt(random, from + 1, until)], seed), polls: true }
  })
}

export function createPlan(crashPoints: readonly number[], seed: number): CrashPlan {
  return { crashPoints, polls: false, webhookRejectRate: 0, seed }
}

function randomInt(random: () => number, first: number, last: number): number {
  return first + Math.floor(random() * (last - first + 1))
}

/** The same numbers for the same seed (mulberry32). */
export function createSeededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
