import { createInterface } from 'node:readline/promises'
import { toScenarioView } from '#src/scenarios/scenario-view.js'
import type { User } from './user.js'
import type { Scenario } from '#src/scenarios/scenario.js'

/** Somebody who is asked to go through the client herself, and what her page says then. */
export function createManualUser(
  input: NodeJS.ReadableStream,
  write: (text: string) => void,
): User {
  return {
    async runSession({ scenario, link: handoverUrl, signal }) {
      const steps = listSteps(scenario).map((step) => `  - ${step}\n`)
      write(`\n${scenario.title}\n\n  Open ${handoverUrl}\n\n${steps.join('')}\n`)
      if (!isFinishDetectable(scenario) && (await readLine(input, signal)) === undefined) {
        throw new Error('nobody can press Enter here. Run it in a terminal')
      }
      return () => askForPageText(scenario, signal)
    },
  }

  async function askForPageText({ expect }: Scenario, signal: AbortSignal) {
    const quotes = expect.page.map((text) => `“${text}”`).join(', ')
    write(`\n  Does your page say ${quotes}?\n  Press Enter if it does, or type what it says: `)
    const answer = await readLine(input, signal)
    write('\n')
    return answer === '' ? expect.page.join(' ') : answer
  }
}

function listSteps(scenario: Scenario): string[] {
  // The relying business sends its picture of the face by itself here.
  const capture = { ...scenario.capture, referenceFace: false }
  return [
    ...toScenarioView({ ...scenario, capture }).steps,
    isFinishDetectable(scenario)
      ? 'Keep the page open, and come back here when it tells you what came out.'
      : 'Keep the page open, come back here and press Enter.',
  ]
}

/** Whether the session's own state tells that the person has finished. */
function isFinishDetectable({ expect }: Scenario): boolean {
  return expect.state !== 'ONGOING'
}

/** The next line that is typed; undefined when nobody is there to type one. */
async function readLine(
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
