import {
  SUPPLEMENTARY_DOCUMENT_TYPES,
  type Scenario,
  type ScenarioDocument,
} from '#src/scenarios/scenario.js'
import { discardBody } from '#src/yoti/handle-response.js'
import { createSendRequest, type SendRequestOptions } from '#src/yoti/send-request.js'
import type { Query } from '#src/yoti/signed-request.js'
import type { CaptureClient } from '../emulator-package.js'
import type { RunSession } from './run-scenario.js'

/** Whether Yoti's agent can do what the scenario's user does: it finishes, and always tries again. */
export function canUseAgent({ capture, expect }: Scenario): boolean {
  const { documents, tryAgain, referenceFace, end } = capture
  const hasDocuments = documents?.every(({ form }) => form !== 'FILE') ?? referenceFace
  const canFinish = ['CAPTURED', 'COMPLETED'].includes(expect.state)
  return hasDocuments && tryAgain && end === 'FINISH' && canFinish
}

/** The agent where it can perform the scenario's steps, otherwise the user at the terminal. */
export const createSandboxUser =
  (agentUser: RunSession, manualUser: RunSession): RunSession =>
  (session) =>
    (canUseAgent(session.scenario) ? agentUser : manualUser)(session)

/** Captures by `POST /agent` of the sandbox instead of Yoti's client. */
export function createAgentClient(
  options: Omit<SendRequestOptions, 'maxSockets' | 'timeoutMs'>,
): CaptureClient & { close: () => void } {
  const { sdkId, authUrl } = options
  const { sendRequest, close } = createSendRequest({
    ...options,
    maxSockets: 1,
    timeoutMs: TIMEOUT_MS,
  })
  const query: Query = authUrl === undefined ? [['sdkId', sdkId]] : []
  const capture: CaptureClient = async ({ sessionId, clientSessionToken, signal, documents }) => {
    const content = {
      session_id: sessionId,
      client_session_token: clientSessionToken,
      resources: toResources(documents),
    }
    signal.throwIfAborted()
    signal.addEventListener('abort', close)
    try {
      await sendRequest({ endpoint: 'POST /agent', query, body: toJsonBody(content) }, discardBody)
    } finally {
      signal.removeEventListener('abort', close)
    }
    return { kind: 'FINISHED' }
  }
  return Object.assign(capture, { close })
}

const toJsonBody = (value: object) => ({
  contentType: 'application/json',
  content: Buffer.from(JSON.stringify(value)),
})

/** A response configuration can delay each step of the agent. */
const TIMEOUT_MS = 300_000

function toResources(documents: readonly ScenarioDocument[] = []) {
  const isSupplementary = ({ type }: ScenarioDocument) =>
    SUPPLEMENTARY_DOCUMENT_TYPES.includes(type)
  const toDocument = ({ country, type }: ScenarioDocument) => ({
    issuing_country: country,
    document_type: type,
  })
  return {
    id_documents: documents
      .filter((document) => !isSupplementary(document))
      .map((document) => ({
        ...toDocument(document),
        capture_method: document.captureMethod ?? 'CAMERA',
      })),
    supplementary_documents: documents.filter(isSupplementary).map(toDocument),
  }
}
