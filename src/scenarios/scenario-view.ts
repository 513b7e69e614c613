import type { Texts } from '../http/texts.js'
import type { Scenario, ScenarioDocument } from './scenario.js'

interface SessionLocation {
  isEmulated: boolean
  apiUrl: string
  sessionId: string
  tokenTtlSeconds: number
}

/**
 * The banner of a session’s page: what to do in the client, and the expected result in the API's
 * terms. `command` is a shell command that makes the session expire immediately.
 *
 * @param location undefined if there is no session yet
 */
export function toScenarioView(scenario: Scenario, texts: Texts, location?: SessionLocation) {
  const { name, title, capture, expect } = scenario
  const command = capture.end === 'EXPIRE' && location ? buildClockCommand(location) : undefined
  const steps = capture.referenceFace ? [REFERENCE_FACE_STEP] : []
  if (typeof capture.end !== 'object') {
    steps.push(...describeCapture(scenario, texts), command ? EXPIRE_STEP : END_STEPS[capture.end])
  } else {
    steps.push(
      location?.isEmulated
        ? `Leave with error ${capture.end.clientError}, using the menu at the bottom of the client.`
        : `Make the client end with error ${capture.end.clientError}.`,
    )
  }
  const reasons = expect.reasons.map(({ code, checkType, reason }) =>
    [code, checkType, reason].filter((part) => part !== undefined).join(' '),
  )
  return {
    name,
    title,
    ...(command === undefined ? {} : { command }),
    steps,
    expected: [expect.state, expect.outcome, ...reasons],
  }
}

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]']
const REFERENCE_FACE_STEP =
  'Upload a reference face with PUT /api/sessions/:sessionId/face-capture. The client waits for it.'
const EXPIRE_STEP =
  'Wait until the session expires, or advance the emulator’s clock with the command below. Then reload this page.'
const END_STEPS = {
  FINISH: 'Finish.',
  ABANDON: 'Close the page instead of finishing.',
  EXPIRE: 'Wait until the session expires, then reload this page.',
}

function describeCapture({ capture, responseConfig }: Scenario, texts: Texts): string[] {
  const { documents, tryAgain } = capture
  const mayFail =
    responseConfig?.task_results !== undefined ||
    responseConfig?.check_reports?.LIVENESS !== undefined
  return [
    documents === undefined
      ? 'Provide what the client requests.'
      : `Choose ${documents.map((document) => formatDocument(document, texts)).join(', then ')}.`,
    ...(tryAgain ? [] : ['Continue when the client offers another attempt.']),
    ...(tryAgain && mayFail ? ['Try again whenever the client offers it.'] : []),
  ]
}

function formatDocument(document: ScenarioDocument, texts: Texts): string {
  const { country, type, form, captureMethod } = document
  const name = `${texts.label('documentType', type)} (${texts.country(country)})`
  if (form === 'FILE') return `${name} as a PDF`
  return captureMethod === 'UPLOAD' ? `${name} from a file` : name
}

/** The emulator accepts this from its own machine only; see docs/emulator.md. */
function buildClockCommand(location: SessionLocation): string | undefined {
  const { isEmulated, apiUrl, sessionId, tokenTtlSeconds } = location
  const { origin, protocol, hostname } = new URL(apiUrl)
  if (!isEmulated || protocol !== 'http:' || !LOOPBACK_HOSTS.includes(hostname)) return undefined
  return `curl -X POST ${origin}/_emulator/sessions/${sessionId}/clock -H 'Content-Type: application/json' -d '{"advanceSeconds": ${tokenTtlSeconds + 1}}'`
}

/** The outcomes of each group. The titles are in `locales/en.json`, under `picker.groups`. */
const GROUPS: Readonly<Record<string, readonly Scenario['expect']['outcome'][]>> = {
  confirmed: ['APPROVED'],
  notConfirmed: ['REJECTED'],
  review: ['REVIEW'],
  none: ['PENDING', 'NONE'],
}

/**
 * Groups the scenarios that a user can run in a browser by outcome. Omits those with a reference
 * face, which only your backend can upload.
 */
export function toScenarioPickerView(all: ReadonlyMap<string, Scenario>, chosen = '') {
  const selectable = [...all.values()].filter(({ capture }) => !capture.referenceFace)
  const groups = Object.entries(GROUPS).map(([name, outcomes]) => {
    const scenarios = selectable.filter(({ expect }) => outcomes.includes(expect.outcome))
    return { name, scenarios, open: scenarios.some((scenario) => scenario.name === chosen) }
  })
  return { chosen, groups: groups.filter(({ scenarios }) => scenarios.length > 0) }
}
