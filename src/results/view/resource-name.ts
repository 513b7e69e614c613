import type { SessionResult } from '../../yoti/session-result.js'
import { getDocumentTitle } from './document-title.js'
import { humanise } from '../../labels/labels.js'

type Resources = SessionResult['resources']

/** undefined if the resource is not in the result. */
export function getResourceName(resources: Resources, id: string): string | undefined {
  const documents = [
    ...(resources.id_documents ?? []),
    ...(resources.supplementary_documents ?? []),
  ]
  const document = documents.find((candidate) => candidate.id === id)
  if (document !== undefined) return getDocumentTitle(document)
  const kind = Object.entries(resources).find(([, listed]) => includesId(listed, id))?.[0]
  return kind === undefined ? undefined : (RESOURCE_KINDS[kind] ?? humanise(kind))
}

const RESOURCE_KINDS: Readonly<Record<string, string>> = {
  liveness_capture: 'Liveness capture',
  face_capture: 'Reference photo of the face',
  applicant_profiles: 'Applicant details',
  share_codes: 'Share code',
}

function includesId(listed: unknown, id: string): boolean {
  return [listed].flat().some((resource) => (resource as { id?: unknown } | null)?.id === id)
}
