import type { SessionResult } from '../../yoti/session-result.js'
import { titleDocument } from './document-title.js'
import { humanise } from './words.js'

type Resources = SessionResult['resources']

/** What a resource is, by its id; undefined for one that is not in the result. */
export function nameResource(resources: Resources, id: string): string | undefined {
  const documents = [
    ...(resources.id_documents ?? []),
    ...(resources.supplementary_documents ?? []),
  ]
  const document = documents.find((each) => each.id === id)
  if (document !== undefined) return titleDocument(document)
  const kind = Object.entries(resources).find(([, listed]) => holds(listed, id))?.[0]
  return kind === undefined ? undefined : (KINDS[kind] ?? humanise(kind))
}

const KINDS: Readonly<Record<string, string>> = {
  liveness_capture: 'Face of the person',
  face_capture: 'Reference picture of the face',
  applicant_profiles: 'Details of the person',
  share_codes: 'Share code',
}

function holds(listed: unknown, id: string): boolean {
  return [listed].flat().some((each) => (each as { id?: unknown } | null)?.id === id)
}
