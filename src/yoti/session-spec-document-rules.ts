import type { SessionSpec } from './session-spec-schema.js'
import type { SpecIssue } from './describe-issues.js'

/** Finds checks and tasks whose documents the session does not request. */
export function findDocumentIssues(spec: SessionSpec): SpecIssue[] {
  const { requested_checks: checks = [], requested_tasks: tasks = [] } = spec
  // An identity profile requests further documents automatically.
  if (spec.identity_profile_requirements ?? spec.advanced_identity_profile_requirements) return []
  const documents = spec.required_documents ?? []
  const supplementary = documents.filter(({ type }) => type === 'SUPPLEMENTARY_DOCUMENT').length
  // Without a list, Yoti requests one ID document.
  const ids = documents.length === 0 ? 1 : documents.length - supplementary

  const findMissingRequirement = (type: string): string | undefined => {
    if (type === 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION' && supplementary === 0) {
      return 'a SUPPLEMENTARY_DOCUMENT in required_documents'
    }
    if (type === 'ID_DOCUMENT_COMPARISON' && ids + supplementary < 2) {
      return 'two documents in required_documents'
    }
    if (type.startsWith('ID_DOCUMENT') && ids === 0) return 'an ID_DOCUMENT in required_documents'
    return undefined
  }
  const findUnmetRequirements = (field: string, items: readonly { type: string }[]) =>
    items.flatMap(({ type }, index): SpecIssue[] => {
      const missing = findMissingRequirement(type)
      return missing === undefined
        ? []
        : [{ path: [field, index], message: `${type} needs ${missing}` }]
    })
  return [
    ...findUnmetRequirements('requested_checks', checks),
    ...findUnmetRequirements('requested_tasks', tasks),
  ]
}
