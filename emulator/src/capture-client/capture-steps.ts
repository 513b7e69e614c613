import { setTimeout as delay } from 'node:timers/promises'
import type { z } from 'zod'
import type { captureBehaviourSchema } from '../checks/response-config.js'
import { ClientError, type Attempts, type ClientApi, type Requirement } from './client-api.js'
import { facemap, pdfFile, photograph, pictureFile } from './pictures.js'

/** `country` is ISO 3166-1 alpha-3. The form FILE uploads a supplementary document as one PDF. */
export type ChosenDocument = NonNullable<
  z.infer<typeof captureBehaviourSchema>['documents']
>[number]

interface StepContext {
  api: ClientApi
  /** Follows the recommendation to try again while attempts are left. */
  tryAgain: boolean
  signal: AbortSignal | undefined
}

const FRAMES_PER_PAGE = 2
const ZOOM_FRAME_COUNT = 7
export const POLL_INTERVAL_MS = 100

/** Captures one thing that the session lacks. Resolves to false if the user must try again but does not. */
export async function captureRequirement(
  context: StepContext,
  requirement: Requirement,
  wanted: ChosenDocument | undefined,
): Promise<boolean> {
  const { id } = requirement
  if (requirement.supported_countries !== undefined) {
    const [country] = requirement.supported_countries
    const chosen = wanted ?? choose(country?.code, country?.supported_documents[0]?.type)
    return captureIdDocument(context, id, requirement.attempts_remaining, chosen)
  }
  if ('document_types' in requirement) {
    const { country_codes: countries, document_types: types } = requirement
    return captureLetter(context, id, wanted ?? choose(countries[0], types[0]))
  }
  const { liveness_type: livenessType } = requirement
  return livenessType === undefined || captureLiveness(context, id, livenessType)
}

/** The first allowed document. A session that allows no document at all cannot be met. */
function choose(country: string | undefined, type: string | undefined): ChosenDocument {
  if (country === undefined || type === undefined) throw new ClientError(5008)
  return { country, type }
}

/** Each attempt is a new resource. */
async function captureIdDocument(
  { api, tryAgain }: StepContext,
  requirementId: string,
  attemptsAtFirst: Attempts,
  chosen: ChosenDocument,
): Promise<boolean> {
  const framesPerPage = chosen.captureMethod === 'UPLOAD' ? 0 : FRAMES_PER_PAGE
  let attempts = attemptsAtFirst
  if (Object.values(attempts).includes(0)) throw new ClientError(4001)
  for (;;) {
    const { id, pages } = await addDocument(api, 'id-documents', requirementId, chosen)
    for (let page = 0; page < pages; page += 1) {
      const path = `id-documents/${id}/pages/${page}`
      await sendPage(api, path, chosen)
      for (let frame = 0; frame < framesPerPage; frame += 1) {
        await api.upload(`${path}/frames/${frame}`, photograph)
      }
    }
    const { recommendation, attempts_remaining: left } = await api.extractText(id)
    if (recommendation.value === 'PROGRESS') return true
    const isRetryRequired = recommendation.value === 'MUST_TRY_AGAIN'
    if (getAttemptsLeft(left, attempts) === 0) {
      if (isRetryRequired) throw new ClientError(4001)
      return true
    }
    if (!tryAgain) return !isRetryRequired
    attempts = left
  }
}

/** What is left in the category that this attempt was counted in. */
function getAttemptsLeft(attempts: Attempts, before: Attempts): number {
  const counted = Object.keys(attempts).find((category) => attempts[category] !== before[category])
  return attempts[counted ?? 'GENERIC'] ?? 0
}

/** Waits until the letter has been read, because another one would be required before that. */
async function captureLetter(
  { api, tryAgain, signal }: StepContext,
  requirementId: string,
  chosen: ChosenDocument,
): Promise<boolean> {
  for (;;) {
    const { id } = await addDocument(api, 'supplementary-documents', requirementId, chosen)
    const path = `supplementary-documents/${id}`
    if (chosen.form === 'FILE') await api.upload(`${path}/file`, pdfFile)
    else await sendPage(api, `${path}/pages/0`, chosen)
    let state
    do {
      if (state !== undefined) await delay(POLL_INTERVAL_MS, undefined, signal && { signal })
      const { capture } = await api.getConfiguration()
      state = capture.required_resources.find((one) => one.id === requirementId)?.state
    } while (state === 'IN_PROGRESS')
    if (state !== 'REQUIRED') return true
    if (!tryAgain) return false
  }
}

function addDocument(
  api: ClientApi,
  kind: 'id-documents' | 'supplementary-documents',
  requirementId: string,
  { country, type }: ChosenDocument,
) {
  const document = { issuing_country: country, document_type: type }
  return api.addResource(kind, { requirement_id: requirementId, ...document })
}

async function sendPage(
  api: ClientApi,
  path: string,
  { captureMethod: method = 'CAMERA' }: ChosenDocument,
): Promise<void> {
  const picture = method === 'CAMERA' ? photograph : pictureFile
  await api.upload(`${path}?capture_method=${method}`, picture)
}

/** Repeats until an attempt passes or none are left. The user then continues and the check is rejected. */
async function captureLiveness(
  { api, tryAgain }: StepContext,
  requirementId: string,
  type: string,
): Promise<boolean> {
  for (;;) {
    const resource = { requirement_id: requirementId, liveness_type: type }
    const { id } = await api.addResource('liveness', resource)
    if (type === 'ZOOM') {
      for (let frame = 0; frame < ZOOM_FRAME_COUNT; frame += 1) {
        await api.upload(`liveness/${id}/frames/${frame}`, photograph)
      }
      await api.upload(`liveness/${id}/facemap`, facemap)
    } else {
      await api.upload(`liveness/${id}/image`, photograph)
    }
    const { passed, attempts_remaining: left } = await api.submitLivenessAttempt(id)
    if (passed || left <= 0) return true
    if (!tryAgain) return false
  }
}
