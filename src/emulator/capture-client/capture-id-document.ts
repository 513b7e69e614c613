import { ClientError } from './client-error.js'
import type { RequirementOf } from './configuration.js'
import type { ChosenDocument, StepContext, StepEnd } from './person.js'
import { photograph, pictureFile } from './pictures.js'

const KIND = 'id-documents'
const EXTRA_SHOTS = 2

type IdDocument = RequirementOf<'ID_DOCUMENT'>
type Attempts = Partial<Record<string, number>>

/** Chooses, captures and has one document read; each attempt is a new resource. */
export async function captureIdDocument(
  context: StepContext,
  requirement: IdDocument,
  wanted: ChosenDocument | undefined,
): Promise<StepEnd> {
  const { api, person } = context
  let attempts: Attempts = requirement.attempts_remaining
  if (Object.values(attempts).includes(0)) throw new ClientError(4001)
  const chosen = wanted ?? findFirst(requirement)
  for (;;) {
    const id = await captureSides(context, requirement, chosen)
    const { recommendation, attempts_remaining: left } = await api.readDocument(id)
    if (recommendation.value === 'PROGRESS') return 'DONE'
    const isMust = recommendation.value === 'MUST_TRY_AGAIN'
    if (countAttempts(left, attempts) === 0) {
      if (isMust) throw new ClientError(4001)
      return 'DONE'
    }
    if (!person.tryAgain) return isMust ? 'GONE' : 'DONE'
    attempts = left
  }
}

async function captureSides(
  { api }: StepContext,
  requirement: IdDocument,
  { country, type, captureMethod: method = 'CAMERA' }: ChosenDocument,
): Promise<string> {
  const { id, pages } = await api.addDocument(KIND, {
    requirement_id: requirement.id,
    issuing_country: country,
    document_type: type,
  })
  const picture = method === 'CAMERA' ? photograph : pictureFile
  for (let page = 0; page < pages; page += 1) {
    await api.sendPage(KIND, id, { page, method, picture })
    if (method === 'UPLOAD') continue
    for (let frame = 0; frame < EXTRA_SHOTS; frame += 1) {
      await api.sendPageFrame(id, page, frame, photograph)
    }
  }
  return id
}

function findFirst({ supported_countries: countries }: IdDocument): ChosenDocument {
  const [country] = countries
  const [document] = country?.supported_documents ?? []
  // A session that allows no document at all cannot be met.
  if (country === undefined || document === undefined) throw new ClientError(5008)
  return { country: country.code, type: document.type }
}

/** What is left in the category that this attempt was counted in. */
function countAttempts(attempts: Attempts, before: Attempts): number {
  const counted = Object.keys(attempts).find((category) => attempts[category] !== before[category])
  return attempts[counted ?? 'GENERIC'] ?? 0
}
