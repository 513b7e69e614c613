/** What no single field can be blamed for. */
export interface SpecIssue {
  path: readonly (string | number)[]
  message: string
}
