import { createSeededRandom } from './seeded-random.js'

/** One run of the story. The same description gives the same run, as far as time allows. */
export interface CrashPlan {
  /** After how many side effects each life ends; the life after them lasts. */
  crashPoints: readonly number[]
  /** Whether the relying business also asks by itself, instead of waiting for what it is told. */
  polls: boolean
  /** How often (0 to 1) it does not take what it is told. */
  webhookRejectRate: number
  seed: number
}

/** The story once with a death after each side effect, and then with several deaths until there are enough runs. */
export function planEveryCrash(effects: number, runs: number, seed: number): CrashPlan[] {
  const single = Array.from({ length: effects }, (_, index) => createPlan([index + 1], seed))
  const multiple = Array.from({ length: Math.max(0, runs - effects) }, (_, index) => {
    const random = createSeededRandom(seed * 1_000_003 + index)
    const crashPoints = Array.from({ length: 2 + Math.floor(random() * 2) }, (_, life) =>
      randomInt(random, 1, Math.ceil(effects / (life + 1))),
    )
    return {
      ...createPlan(crashPoints, seed + index),
      polls: random() < 0.5,
      webhookRejectRate: 0.2,
    }
  })
  return [...single, ...multiple]
}

/** A death in each of as many stretches of the story. */
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
