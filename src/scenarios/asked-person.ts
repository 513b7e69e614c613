import { createInterface } from 'node:readline/promises'
import { describeScenario } from './describe-scenario.js'
import type { Person } from './person.js'
import type { Scenario } from './scenario.js'

/** Somebody who is asked to go through the client herself. Nobody else can see her page. */
export function createAskedPerson(
  input: NodeJS.ReadableStream,
  write: (text: string) => void,
): Person {
  return {
    async goThrough({ scenario, link, signal }) {
      const steps = listSteps(scenario).map((step) => `  - ${step}\n`)
      write(`\n${scenario.title}\n\n  Open ${link}\n\n${steps.join('')}\n`)
      if (isSeenByState(scenario)) return undefined
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

function listSteps(scenario: Scenario): string[] {
  // The relying business sends its picture of the face by itself here.
  const capture = { ...scenario.capture, referenceFace: false }
  return [
    ...describeScenario({ ...scenario, capture }, false).steps,
    ...(isSeenByState(scenario) ? [] : ['Then come back here and press Enter.']),
    `Your page says then: ${scenario.expect.page.map((text) => `“${text}”`).join(', ')}.`,
  ]
}

/** Whether the session's own state tells that the person is gone. */
function isSeenByState({ expect }: Scenario): boolean {
  return expect.state !== 'ONGOING'
}
