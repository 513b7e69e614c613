import type { Check } from '../yoti/session-result.js'

export function usesResource(check: Check, resourceId: string): boolean {
  return check.resources_used?.includes(resourceId) ?? false
}

/** Each attempt leaves a resource; those that count are the ones that a check used. */
export function isResourceUsed(checks: readonly Check[], resourceId: string): boolean {
  return checks.some((check) => usesResource(check, resourceId))
}
