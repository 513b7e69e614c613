import type { Finding, Status } from './finding.js'

/** The configuration's problems and warnings, each returned once. */
export interface ConfigIssues {
  take(pattern: RegExp): Finding[]
}

export function createConfigIssues(
  problems: readonly string[],
  warnings: readonly string[],
): ConfigIssues {
  let remaining = [
    ...problems.map((text) => toFinding('fail', text)),
    ...warnings.map((text) => toFinding('warn', text)),
  ]
  return {
    take(pattern) {
      const taken = remaining.filter(({ seen }) => pattern.test(seen))
      remaining = remaining.filter((finding) => !taken.includes(finding))
      return taken
    },
  }
}

/** The first sentence is the problem, the rest the remedy. */
function toFinding(status: Status, text: string): Finding {
  const end = text.search(/\.\s+\p{Lu}/u)
  if (end < 0) return { status, seen: text, fix: 'Correct it.' }
  return { status, seen: text.slice(0, end + 1), fix: text.slice(end + 1).trim() }
}
