import { createInterface } from 'node:readline/promises'
import { describeTask, isSeenByState } from './describe-task.js'
import type { Person } from './person.js'

/** Somebody who is asked to go through the client herself. Nobody else can see her page. */
export function createAskedPerson(
  input: NodeJS.ReadableStream,
  write: (text: string) => void,
): Person {
  return {
    async goThrough({ scenario, link, signal }) {
      const task = describeTask(scenario).map((line) => `  - ${line}\n`)
      write(`\n${scenario.title}\n\n  Open ${link}\n\n${task.join('')}\n`)
      if (isSeenByState(scenario.expect.state)) return undefined
      const lines = createInterface({ input })
      try {
        await lines.question('', { signal })
      } finally {
        lines.close()
      }
      return undefined
    },
  }
}
