import type { Scenario, ScenarioCapture } from './scenario.js'

type Document = NonNullable<ScenarioCapture['documents']>[number]

/** What a person must do in the client so that a scenario comes out, a line each. */
export function describeTask({ capture, expect }: Scenario): string[] {
  const { documents = [], tryAgain, end } = capture
  return [
    ...documents.map(describeDocument),
    tryAgain
      ? 'Whenever the client advises to try again, do.'
      : 'When the client advises to try again, go on without, or leave when it does not let you.',
    describeEnd(end),
    ...(isSeenByState(expect.state) ? [] : ['Then come back here and press Enter.']),
    `Your page says then: ${expect.page.map((text) => `“${text}”`).join(', ')}`,
  ]
}

/** Whether the session's own state tells that the person is gone. */
export function isSeenByState(expectedState: string): boolean {
  return expectedState !== 'ONGOING'
}

function describeDocument({ country, type, captureMethod, form }: Document): string {
  const name = `${type.toLowerCase().replaceAll('_', ' ')} of ${country}`
  if (form === 'FILE') return `Show a ${name}, as one PDF file.`
  return `Show a ${name}, ${captureMethod === 'UPLOAD' ? 'from a file' : 'by camera'}.`
}

function describeEnd(end: ScenarioCapture['end']): string {
  if (typeof end === 'object') return `Leave with the client error ${end.clientError}.`
  switch (end) {
    case 'FINISH':
      return 'Finish.'
    case 'ABANDON':
      return 'Do not finish: close the page when you are asked to.'
    case 'EXPIRE':
      return 'Do not finish: leave the page open until its time is over (CLIENT_SESSION_TOKEN_TTL).'
  }
}
