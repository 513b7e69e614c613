import type { Finding, Status } from './finding.js'

/** What the configuration has to say, each piece of it told once. */
export interface ConfigIssues {
  /** Takes the problems and warnings that begin with, or are about, this. */
  take(about: RegExp): Finding[]
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
    take(about) {
      const taken = remaining.filter(({ seen }) => about.test(seen))
      remaining = remaining.filter((finding) => !taken.includes(finding))
      return taken
    },
  }
}

/** They say what is wrong in their first sentence, and what to do in the rest. */
function toFinding(status: Status, text: string): Finding {
  const end = text.search(/\.\s+\p{Lu}/u)
  if (end < 0) return { status, seen: text, fix: 'Correct it.' }
  return { status, seen: text.slice(0, end + 1), fix: text.slice(end + 1).trim() }
}
