import { createRandom } from './random.js'

/** One run of the story. The same description gives the same run, as far as time allows. */
export interface Run {
  /** After how many side effects each life ends; the life after them lasts. */
  deaths: readonly number[]
  /** Whether the relying business also asks by itself, instead of waiting for what it is told. */
  looks: boolean
  /** How often (0 to 1) it does not take what it is told. */
  refuses: number
  seed: number
}

/** The story once with a death after each side effect, and then with several deaths until there are enough runs. */
export function planAll(effects: number, runs: number, seed: number): Run[] {
  const each = Array.from({ length: effects }, (_, index) => aRun([index + 1], seed))
  const more = Array.from({ length: Math.max(0, runs - effects) }, (_, index) => {
    const random = createRandom(seed * 1_000_003 + index)
    const deaths = Array.from({ length: 2 + Math.floor(random() * 2) }, (_, life) =>
      pick(random, 1, Math.ceil(effects / (life + 1))),
    )
    return { ...aRun(deaths, seed + index), looks: random() < 0.5, refuses: 0.2 }
  })
  return [...each, ...more]
}

/** A death in each of as many stretches of the story. */
export function planSample(effects: number, runs: number, seed: number): Run[] {
  const random = createRandom(seed)
  return Array.from({ length: runs }, (_, index) => {
    const from = Math.floor((effects * index) / runs)
    const until = Math.floor((effects * (index + 1)) / runs)
    return { ...aRun([pick(random, from + 1, until)], seed), looks: true }
  })
}

export function aRun(deaths: readonly number[], seed: number): Run {
  return { deaths, looks: false, refuses: 0, seed }
}

function pick(random: () => number, first: number, last: number): number {
  return first + Math.floor(random() * (last - first + 1))
}
