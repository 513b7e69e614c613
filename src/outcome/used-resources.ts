import type { Check } from '../yoti/session-result.js'

export function usesResource(check: Check, resourceId: string): boolean {
  return check.resources_used?.includes(resourceId) ?? false
}

/** Every attempt leaves a resource, but only those that a check used count. */
export function isResourceUsed(checks: readonly Check[], resourceId: string): boolean {
  return checks.some((check) => usesResource(check, resourceId))
}
