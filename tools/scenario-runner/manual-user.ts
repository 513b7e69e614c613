import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { createTexts } from '#src/http/texts.js'
import type { Scenario } from '#src/scenarios/scenario.js'
import { toScenarioView } from '#src/scenarios/scenario-view.js'
import type { RunSession } from './run-scenario.js'

/** Asks the user at the terminal to complete the session and to report the page's text. */
export function createManualUser(
  input: NodeJS.ReadableStream,
  write: (text: string) => void,
): RunSession {
  return async ({ scenario, handoverUrl, signal }) => {
    // The session's state shows whether the user has finished, unless it stays the same.
    const isFinishDetectable = scenario.expect.state !== 'ONGOING'
    const steps = [
      ...listSteps(scenario),
      isFinishDetectable
        ? 'Keep the page open, and return here when it shows the result.'
        : 'Keep the page open, return here and press Enter.',
    ].map((step) => `  - ${step}\n`)
    write(`\n${scenario.title}\n\n  Open ${handoverUrl}\n\n${steps.join('')}\n`)
    if (!isFinishDetectable && (await readLine(input, signal)) === undefined) {
      throw new Error('this scenario needs a user to press Enter. Run it in a terminal')
    }
    const readPageText = async () => {
      const { page } = scenario.expect
      const quotes = page.map((text) => `“${text}”`).join(', ')
      write(`\n  Does the page say ${quotes}?\n  Press Enter if it does, or type its text: `)
      const answer = await readLine(input, signal)
      write('\n')
      return answer === '' ? page.join(' ') : answer
    }
    return { readPageText }
  }
}

function listSteps(scenario: Scenario): string[] {
  // The runner uploads the reference face automatically.
  const capture = { ...scenario.capture, referenceFace: false }
  return toScenarioView({ ...scenario, capture }, createTexts()).steps
}

/** undefined if the input ended. */
async function readLine(
  input: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<string | undefined> {
  const lines = createInterface({ input })
  try {
    const entered = Promise.race([once(lines, 'line', { signal }), once(lines, 'close')])
    const [line] = (await entered) as [string?]
    return line
  } finally {
    lines.close()
  }
}
