import { createInterface } from 'node:readline/promises'
import { describeScenario } from './describe-scenario.js'
import type { Person } from './person.js'
import type { Scenario } from './scenario.js'

/** Somebody who is asked to go through the client herself, and what her page says then. */
export function createAskedPerson(
  input: NodeJS.ReadableStream,
  write: (text: string) => void,
): Person {
  return {
    async goThrough({ scenario, link, signal }) {
      const steps = listSteps(scenario).map((step) => `  - ${step}\n`)
      write(`\n${scenario.title}\n\n  Open ${link}\n\n${steps.join('')}\n`)
      if (!isSeenByState(scenario) && (await listen(input, signal)) === undefined) {
        throw new Error('nobody can press Enter here. Run it in a terminal')
      }
      return () => askForPage(scenario, signal)
    },
  }

  async function askForPage({ expect }: Scenario, signal: AbortSignal) {
    const quotes = expect.page.map((text) => `“${text}”`).join(', ')
    write(`\n  Does your page say ${quotes}?\n  Press Enter if it does, or type what it says: `)
    const answer = await listen(input, signal)
    write('\n')
    return answer === '' ? expect.page.join(' ') : answer
  }
}

function listSteps(scenario: Scenario): string[] {
  // The relying business sends its picture of the face by itself here.
  const capture = { ...scenario.capture, referenceFace: false }
  return [
    ...describeScenario({ ...scenario, capture }).steps,
    isSeenByState(scenario)
      ? 'Keep the page open, and come back here when it tells you what came out.'
      : 'Keep the page open, come back here and press Enter.',
  ]
}

/** Whether the session's own state tells that the person has finished. */
function isSeenByState({ expect }: Scenario): boolean {
  return expect.state !== 'ONGOING'
}

/** The next line that is typed; undefined when nobody is there to type one. */
async function listen(
  input: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<string | undefined> {
  const lines = createInterface({ input })
  const closed = new Promise<undefined>((resolve) => {
    lines.once('close', () => {
      resolve(undefined)
    })
  })
  try {
    return await Promise.race([lines.question('', { signal }), closed])
  } finally {
    lines.close()
  }
}
