import { nameCountry } from '../results/describe/country-name.js'
import { DOCUMENT_TYPES } from '../results/describe/document-words.js'
import { sayIn } from '../results/describe/words.js'
import type { Scenario, ScenarioCapture } from './scenario.js'

/** What the banner of a session’s page says of its scenario. */
export interface ScenarioView {
  title: string
  /** What to do in the client, each a sentence. */
  steps: string[]
  /** What must come out, in the words of the API. */
  expected: string[]
}

/** @param hasMenu whether the client has the emulator's menu of error codes */
export function describeScenario(scenario: Scenario, hasMenu: boolean): ScenarioView {
  const { title, capture, expect } = scenario
  const reasons = expect.reasons.map(({ code, checkType, reason }) =>
    [code, checkType, reason].filter((word) => word !== undefined).join(' '),
  )
  return {
    title,
    steps: [
      ...(capture.referenceFace ? [SUPPLY_FACE] : []),
      ...(typeof capture.end === 'object' ? [] : describeCapture(scenario)),
      describeEnd(capture.end, hasMenu),
    ],
    expected: [expect.state, expect.outcome, ...reasons],
  }
}

const SUPPLY_FACE =
  'First send a picture of the face by PUT /api/sessions/:sessionId/face-capture, and load this page again.'

function describeCapture({ capture, responseConfig }: Scenario): string[] {
  const { documents, tryAgain } = capture
  const fails =
    responseConfig?.task_results !== undefined ||
    responseConfig?.check_reports?.LIVENESS !== undefined
  return [
    documents === undefined
      ? 'Give what the client asks for.'
      : `Choose ${documents.map(nameDocument).join(', then ')}.`,
    ...(tryAgain ? [] : ['Go on all the same when the client offers another try.']),
    ...(tryAgain && fails ? ['Try again whenever the client offers it.'] : []),
  ]
}

function nameDocument({
  country,
  type,
  form,
  captureMethod,
}: NonNullable<ScenarioCapture['documents']>[number]): string {
  const name = `${sayIn(DOCUMENT_TYPES, type)} (${nameCountry(country)})`
  if (form === 'FILE') return `${name} as a PDF`
  return captureMethod === 'UPLOAD' ? `${name} from a file` : name
}

function describeEnd(end: ScenarioCapture['end'], hasMenu: boolean): string {
  if (typeof end === 'object') {
    return hasMenu
      ? `Leave with error ${end.clientError}, by the menu at the bottom of the client.`
      : `Bring the client to end with error ${end.clientError}.`
  }
  switch (end) {
    case 'FINISH':
      return 'Finish.'
    case 'ABANDON':
      return 'Close the page instead of finishing.'
    case 'EXPIRE':
      return 'Wait until the time is over, and load this page again.'
  }
}
