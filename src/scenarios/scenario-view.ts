import type { Texts } from '../http/texts.js'
import type { Scenario, ScenarioCapture } from './scenario.js'
import type { Scenarios } from './load-scenarios.js'

type ScenarioDocument = NonNullable<ScenarioCapture['documents']>[number]

/** The banner of a session’s page. */
export interface ScenarioView {
  name: string
  title: string
  /** What to do in the client, one sentence each. */
  steps: string[]
  /** A shell command that makes the session expire immediately. */
  command?: string
  /** The expected result in the API's terms. */
  expected: string[]
}

export interface SessionLocation {
  isEmulated: boolean
  apiUrl: string
  sessionId: string
  tokenTtlSeconds: number
}

/** @param location undefined if there is no session yet */
export function toScenarioView(
  scenario: Scenario,
  texts: Texts,
  location?: SessionLocation,
): ScenarioView {
  const { name, title, capture, expect } = scenario
  const hasMenu = location?.isEmulated === true
  const command = capture.end === 'EXPIRE' && location ? buildClockCommand(location) : undefined
  const reasons = expect.reasons.map(({ code, checkType, reason }) =>
    [code, checkType, reason].filter((part) => part !== undefined).join(' '),
  )
  return {
    name,
    title,
    ...(command === undefined ? {} : { command }),
    steps: [
      ...(capture.referenceFace ? [REFERENCE_FACE_STEP] : []),
      ...(typeof capture.end === 'object' ? [] : describeCapture(scenario, texts)),
      describeEnd(capture.end, hasMenu, command !== undefined),
    ],
    expected: [expect.state, expect.outcome, ...reasons],
  }
}

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]']
const REFERENCE_FACE_STEP =
  'Upload a reference face with PUT /api/sessions/:sessionId/face-capture. The client waits for it.'

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

function describeEnd(end: ScenarioCapture['end'], hasMenu: boolean, hasCommand: boolean): string {
  if (typeof end === 'object') {
    return hasMenu
      ? `Leave with error ${end.clientError}, using the menu at the bottom of the client.`
      : `Make the client end with error ${end.clientError}.`
  }
  switch (end) {
    case 'FINISH':
      return 'Finish.'
    case 'ABANDON':
      return 'Close the page instead of finishing.'
    case 'EXPIRE':
      return hasCommand
        ? 'Wait until the session expires, or advance the emulator’s clock with the command below. Then reload this page.'
        : 'Wait until the session expires, then reload this page.'
  }
}

/** The emulator accepts this from its own machine only; see docs/emulator.md. */
function buildClockCommand({
  isEmulated,
  apiUrl,
  sessionId,
  tokenTtlSeconds,
}: SessionLocation): string | undefined {
  const { origin, protocol, hostname } = new URL(apiUrl)
  if (!isEmulated || protocol !== 'http:' || !LOOPBACK_HOSTS.includes(hostname)) return undefined
  return `curl -X POST ${origin}/_emulator/sessions/${sessionId}/clock -H 'Content-Type: application/json' -d '{"advanceSeconds": ${tokenTtlSeconds + 1}}'`
}

type Outcome = Scenario['expect']['outcome']

export interface ScenarioPickerView {
  /** The name; empty if none is chosen. */
  chosen: string
  groups: {
    /** The titles are in `locales/en.json`, under `picker.groups`. */
    name: string
    scenarios: Pick<Scenario, 'name' | 'title' | 'description'>[]
    open: boolean
  }[]
}

const GROUPS: readonly { name: string; outcomes: readonly Outcome[] }[] = [
  { name: 'confirmed', outcomes: ['APPROVED'] },
  { name: 'notConfirmed', outcomes: ['REJECTED'] },
  { name: 'review', outcomes: ['REVIEW'] },
  { name: 'none', outcomes: ['PENDING', 'NONE'] },
]

/**
 * Groups the scenarios that a user can run in a browser by outcome. Omits those with a reference
 * face, which only your backend can upload.
 */
export function toScenarioPickerView(scenarios: Scenarios, chosen = ''): ScenarioPickerView {
  const selectable = [...scenarios.values()].filter(({ capture }) => !capture.referenceFace)
  const groups = GROUPS.map(({ name: groupName, outcomes }) => {
    const groupScenarios = selectable.filter(({ expect }) => outcomes.includes(expect.outcome))
    return {
      name: groupName,
      scenarios: groupScenarios.map(({ name, title, description }) => ({
        name,
        title,
        description,
      })),
      open: groupScenarios.some(({ name }) => name === chosen),
    }
  })
  return { chosen, groups: groups.filter((group) => group.scenarios.length > 0) }
}
