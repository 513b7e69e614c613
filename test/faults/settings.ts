/** What `npm run faults` asks for beyond `npm test`; see scripts/faults.js. */
const { FAULT_SEED, FAULT_ENGINES, FAULT_RUNS, FAULT_DEATHS, FAULT_KILLS } = process.env

export type Engine = 'sqlite' | 'postgres'

export const SEED = Number(FAULT_SEED ?? 1)
export const ENGINES = (FAULT_ENGINES ?? 'sqlite,postgres').split(',') as Engine[]
/** How many runs on an engine; without, a few at points of the seed's choice. */
export const RUN_COUNT = FAULT_RUNS === undefined ? undefined : Number(FAULT_RUNS)
/** One run alone, of a server that dies after these side effects: `12,40`. */
export const CRASH_POINTS = FAULT_DEATHS?.split(',').map(Number)
/** How often a server is killed at random moments. */
export const KILL_COUNT = Number(FAULT_KILLS ?? 2)
