import { isDocumentAllowed, type DocumentFilter } from '../sessions/document-filter.js'
import type { Requirement } from './requirement.js'
import type { CapturedDocument, CapturedResources } from './resource.js'

/** After the last failed liveness attempt the user continues, and the check is rejected. */
export function getRequirementState(captured: CapturedResources, requirement: Requirement) {
  const resources = listResources(captured).filter((one) => one.requirement === requirement)
  const isLivenessOver =
    requirement.type === 'LIVENESS' && countAttemptsLeft(captured, requirement) === 0
  if (isLivenessOver || resources.some(isComplete)) return 'COMPLETE'
  const latest = resources.at(-1)
  return latest === undefined || hasRecommendation(latest, 'MUST_TRY_AGAIN')
    ? 'REQUIRED'
    : 'IN_PROGRESS'
}

export function countAttemptsLeft(captured: CapturedResources, requirement: Requirement): number {
  if (requirement.type === 'ID_DOCUMENT') {
    return Math.min(...Object.values(requirement.attemptsLeft))
  }
  if (requirement.type !== 'LIVENESS') return Infinity
  const attempts = captured.livenessCaptures.filter(
    (capture) => capture.requirement === requirement && capture.passed !== undefined,
  )
  return Math.max(0, requirement.maxAttempts - attempts.length)
}

/** Only while attempts are left and it is not met, or the text was hard to read. */
export function acceptsAnotherResource(
  captured: CapturedResources,
  requirement: Requirement,
): boolean {
  if (countAttemptsLeft(captured, requirement) === 0) return false
  if (getRequirementState(captured, requirement) !== 'COMPLETE') return true
  const accepted = findAcceptedDocument(captured.idDocuments, requirement)
  return accepted !== undefined && hasRecommendation(accepted, 'SHOULD_TRY_AGAIN')
}

/** The latest document that was captured completely and not rejected. */
export function findAcceptedDocument(
  documents: readonly CapturedDocument[],
  requirement: Requirement,
): CapturedDocument | undefined {
  return documents.findLast((one) => one.requirement === requirement && isComplete(one))
}

/** One for each requirement that has one. */
export function listAcceptedDocuments(
  captured: CapturedResources,
  kind: 'idDocuments' | 'supplementaryDocuments',
): CapturedDocument[] {
  return captured.requirements.flatMap((one) => findAcceptedDocument(captured[kind], one) ?? [])
}

function listResources(captured: CapturedResources) {
  const { idDocuments, supplementaryDocuments, livenessCaptures, faceCaptures } = captured
  return [...idDocuments, ...supplementaryDocuments, ...livenessCaptures, ...faceCaptures]
}

function isComplete(resource: ReturnType<typeof listResources>[number]): boolean {
  if ('livenessType' in resource) return resource.passed === true
  if (!('pages' in resource)) return resource.image !== undefined
  const { file, pages, tasks } = resource
  const isCaptured =
    file !== undefined || (pages.length > 0 && pages.every(({ media }) => media !== undefined))
  const isEvaluated = tasks.every(({ recommendation }) => recommendation !== undefined)
  return isCaptured && isEvaluated && !hasRecommendation(resource, 'MUST_TRY_AGAIN')
}

function hasRecommendation({ tasks }: Pick<CapturedDocument, 'tasks'>, value: string): boolean {
  return tasks.some(({ recommendation }) => recommendation?.value === value)
}

/** A document is valid through its last day. LIFETIME and a missing date never expire. */
export function evaluateExpiry(
  document: CapturedDocument,
  { expiration_date: date }: Record<string, unknown> = {},
  now: number,
) {
  const isDate = typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date)
  if (!isDate || date >= new Date(now).toISOString().slice(0, 10)) return 'IN_DATE'
  const { requirement, issuingCountry, documentType } = document
  if (requirement.type !== 'ID_DOCUMENT') return 'EXPIRED_ALLOWED'
  const isAllowed = (filter: DocumentFilter) =>
    filter.allow_expired_documents === true &&
    isDocumentAllowed(filter, issuingCountry, documentType)
  return requirement.filters.some(isAllowed) ? 'EXPIRED_ALLOWED' : 'EXPIRED'
}
