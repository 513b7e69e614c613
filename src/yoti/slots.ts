/** At most so many at once; the others wait their turn, in order. */
export interface Slots {
  /** Resolves when there is room, to a function that gives the place back. */
  take(): Promise<() => void>
}

export function createSlots(count: number): Slots {
  let free = count
  const waiting: (() => void)[] = []
  const giveBack = () => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return {
    async take() {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      let taken = true
      return () => {
        if (taken) giveBack()
        taken = false
      }
    },
  }
}
