import { once } from 'node:events'
import {
  SUPPLEMENTARY_DOCUMENT_TYPES,
  type Scenario,
  type ScenarioDocument,
} from '#src/scenarios/scenario.js'
import type { Query } from '#src/yoti/authentication.js'
import { discardBody } from '#src/yoti/handle-response.js'
import { createSendRequest, type SendRequestOptions } from '#src/yoti/send-request.js'
import { toJsonBody } from './call-api.js'
import type { CaptureClient } from './run-scenario.js'

/** Why Yoti's agent cannot do what the scenario's user does; undefined if it can. */
export function findAgentObstacle({ capture, expect }: Scenario): string | undefined {
  const { documents, tryAgain, referenceFace, end } = capture
  if (typeof end === 'object') return `the user leaves with error ${end.clientError}`
  if (end === 'ABANDON') return 'the user leaves'
  if (end === 'EXPIRE') return 'the user comes back too late'
  if (!tryAgain) return 'the user does not try again'
  if (expect.state === 'ONGOING') return 'the user does not finish'
  if (documents?.some(({ form }) => form === 'FILE')) return 'the user uploads a PDF'
  return documents === undefined && !referenceFace ? 'it names no documents' : undefined
}

/** Captures by `POST /agent` of the sandbox instead of Yoti's client. */
export function createAgentClient(
  options: Omit<SendRequestOptions, 'timeoutMs'>,
): CaptureClient & { close: () => void } {
  const { sdkId, authUrl } = options
  const { sendRequest, close } = createSendRequest({ ...options, timeoutMs: TIMEOUT_MS })
  const query: Query = authUrl === undefined ? [['sdkId', sdkId]] : []
  const capture: CaptureClient = async ({ sessionId, clientSessionToken, signal, documents }) => {
    const content = {
      session_id: sessionId,
      client_session_token: clientSessionToken,
      resources: toResources(documents),
    }
    const call = { endpoint: 'POST /agent', query, body: toJsonBody(content) } as const
    const aborted = once(signal, 'abort').then(() => {
      signal.throwIfAborted()
    })
    signal.throwIfAborted()
    await Promise.race([sendRequest(call, discardBody), aborted])
    return { kind: 'FINISHED' }
  }
  return Object.assign(capture, { close })
}

/** A response configuration can delay each step of the agent. */
const TIMEOUT_MS = 300_000

function toResources(documents: readonly ScenarioDocument[] = []) {
  const list = (areSupplementary: boolean) =>
    documents
      .filter(({ type }) => SUPPLEMENTARY_DOCUMENT_TYPES.includes(type) === areSupplementary)
      .map(({ country, type, captureMethod = 'CAMERA' }) => ({
        issuing_country: country,
        document_type: type,
        ...(!areSupplementary && { capture_method: captureMethod }),
      }))
  return { id_documents: list(false), supplementary_documents: list(true) }
}
