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
export const KILL_COUNT = Number(FAULT_KILLS ?? (isLong ? 20 : 2))
