import { ClientError } from './client-error.js'
import type { RequirementOf } from './configuration.js'
import type { ChosenDocument, StepContext, StepResult } from './end-user.js'
import { photograph, pictureFile } from './pictures.js'

const RESOURCE_TYPE = 'id-documents'
const FRAMES_PER_PAGE = 2

type IdDocument = RequirementOf<'ID_DOCUMENT'>
type Attempts = Partial<Record<string, number>>

/** Chooses, captures and has one document read; each attempt is a new resource. */
export async function captureIdDocument(
  context: StepContext,
  requirement: IdDocument,
  wanted: ChosenDocument | undefined,
): Promise<StepResult> {
  const { api, endUser } = context
  let attempts: Attempts = requirement.attempts_remaining
  if (Object.values(attempts).includes(0)) throw new ClientError(4001)
  const chosen = wanted ?? findFirstAllowedDocument(requirement)
  for (;;) {
    const id = await capturePages(context, requirement, chosen)
    const { recommendation, attempts_remaining: left } = await api.extractText(id)
    if (recommendation.value === 'PROGRESS') return 'DONE'
    const isRetryRequired = recommendation.value === 'MUST_TRY_AGAIN'
    if (getAttemptsLeft(left, attempts) === 0) {
      if (isRetryRequired) throw new ClientError(4001)
      return 'DONE'
    }
    if (!endUser.tryAgain) return isRetryRequired ? 'GONE' : 'DONE'
    attempts = left
  }
}

async function capturePages(
  { api }: StepContext,
  requirement: IdDocument,
  { country, type, captureMethod: method = 'CAMERA' }: ChosenDocument,
): Promise<string> {
  const { id, pages } = await api.addDocument(RESOURCE_TYPE, {
    requirement_id: requirement.id,
    issuing_country: country,
    document_type: type,
  })
  const picture = method === 'CAMERA' ? photograph : pictureFile
  for (let page = 0; page < pages; page += 1) {
    await api.sendPage(RESOURCE_TYPE, id, { page, method, picture })
    if (method === 'UPLOAD') continue
    for (let frame = 0; frame < FRAMES_PER_PAGE; frame += 1) {
      await api.sendPageFrame(id, page, frame, photograph)
    }
  }
  return id
}

function findFirstAllowedDocument({ supported_countries: countries }: IdDocument): ChosenDocument {
  const [country] = countries
  const [document] = country?.supported_documents ?? []
  // A session that allows no document at all cannot be met.
  if (country === undefined || document === undefined) throw new ClientError(5008)
  return { country: country.code, type: document.type }
}

/** What is left in the category that this attempt was counted in. */
function getAttemptsLeft(attempts: Attempts, before: Attempts): number {
  const counted = Object.keys(attempts).find((category) => attempts[category] !== before[category])
  return attempts[counted ?? 'GENERIC'] ?? 0
}
