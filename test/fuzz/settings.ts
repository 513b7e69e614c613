/** How many inputs of each kind; see scripts/fuzz.js. */
export const NUM_RUNS = Number(process.env.FUZZ_RUNS ?? 60)
export const HOUR_MS = 3_600_000
