import { getCountryName } from '../labels/country-name.js'
import { DOCUMENT_TYPES } from '../labels/document-types.js'
import { label } from '../labels/labels.js'
import type { Scenario, ScenarioCapture } from './scenario.js'

/** What the banner of a session’s page says of its scenario. */
export interface ScenarioView {
  name: string
  title: string
  /** What to do in the client, each a sentence. */
  steps: string[]
  /** What lets the time run out at once, in a terminal. */
  command?: string
  /** What must come out, in the words of the API. */
  expected: string[]
}

/** Where the session is that has the scenario. */
export interface SessionLocation {
  isEmulated: boolean
  /** Of Yoti, or of the emulator. */
  apiUrl: string
  sessionId: string
  /** Seconds. */
  tokenTtlSeconds: number
}

/** @param location undefined where there is no session yet, and Yoti’s own client */
export function toScenarioView(scenario: Scenario, location?: SessionLocation): ScenarioView {
  const { name, title, capture, expect } = scenario
  const hasMenu = location?.isEmulated === true
  const command = capture.end === 'EXPIRE' && location ? buildClockCommand(location) : undefined
  const reasons = expect.reasons.map(({ code, checkType, reason }) =>
    [code, checkType, reason].filter((word) => word !== undefined).join(' '),
  )
  return {
    name,
    title,
    ...(command === undefined ? {} : { command }),
    steps: [
      ...(capture.referenceFace ? [REFERENCE_FACE_STEP] : []),
      ...(typeof capture.end === 'object' ? [] : describeCapture(scenario)),
      describeEnd(capture.end, hasMenu, command !== undefined),
    ],
    expected: [expect.state, expect.outcome, ...reasons],
  }
}

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]']
const REFERENCE_FACE_STEP =
  'Send a picture of the face by PUT /api/sessions/:sessionId/face-capture: the client waits for it.'

function describeCapture({ capture, responseConfig }: Scenario): string[] {
  const { documents, tryAgain } = capture
  const mayFail =
    responseConfig?.task_results !== undefined ||
    responseConfig?.check_reports?.LIVENESS !== undefined
  return [
    documents === undefined
      ? 'Give what the client asks for.'
      : `Choose ${documents.map(formatDocument).join(', then ')}.`,
    ...(tryAgain ? [] : ['Go on all the same when the client offers another try.']),
    ...(tryAgain && mayFail ? ['Try again whenever the client offers it.'] : []),
  ]
}

function formatDocument({
  country,
  type,
  form,
  captureMethod,
}: NonNullable<ScenarioCapture['documents']>[number]): string {
  const name = `${label(DOCUMENT_TYPES, type)} (${getCountryName(country)})`
  if (form === 'FILE') return `${name} as a PDF`
  return captureMethod === 'UPLOAD' ? `${name} from a file` : name
}

function describeEnd(end: ScenarioCapture['end'], hasMenu: boolean, hasCommand: boolean): string {
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
      return hasCommand
        ? 'Wait until the time is over, or let the emulator’s clock run with the command below, and load this page again.'
        : 'Wait until the time is over, and load this page again.'
  }
}

/** The emulator takes this on the machine that it runs on only; see docs/emulator.md. */
function buildClockCommand({
  isEmulated,
  apiUrl,
  sessionId,
  tokenTtlSeconds: tokenTtl,
}: SessionLocation): string | undefined {
  const { origin, protocol, hostname } = new URL(apiUrl)
  if (!isEmulated || protocol !== 'http:' || !LOOPBACK_HOSTS.includes(hostname)) return undefined
  return `curl -X POST ${origin}/_emulator/sessions/${sessionId}/clock -H 'Content-Type: application/json' -d '{"advanceSeconds": ${tokenTtl + 1}}'`
}
