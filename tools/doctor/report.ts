import type { NamedFinding } from './finding.js'
import type { DoctorRun } from './run-checks.js'
import { renderFinding, renderGroup, renderSummary, type RenderOptions } from './render.js'

export interface ReportOptions extends RenderOptions {
  write: (text: string) => void
  /** Replaces the progress line; undefined if the output is not a terminal. */
  progress: ((text: string) => void) | undefined
}

/** Prints each finding as soon as it is available. */
export async function printReport(
  { config, results }: DoctorRun,
  options: ReportOptions,
): Promise<readonly NamedFinding[]> {
  const reported: NamedFinding[] = []
  let current: string | undefined
  for (const { group, name, findings } of results) {
    if (group !== current) options.write(renderGroup(group, options))
    current = group
    options.progress?.(`  ...   ${name}`)
    const found = await findings
    options.progress?.('')
    for (const finding of found) {
      reported.push({ group, name, ...finding })
      options.write(renderFinding(name, finding, options))
    }
  }
  options.write(renderSummary(reported, config, options))
  return reported
}

export async function createJsonReport({ config, results }: DoctorRun): Promise<{
  target: string
  apiUrl: string | undefined
  ok: boolean
  findings: readonly NamedFinding[]
}> {
  const findings = await Promise.all(
    results.map(async ({ group, name, findings: found }) =>
      (await found).map((finding) => ({ group, name, ...finding })),
    ),
  ).then((each) => each.flat())
  const { target, apiUrl } = config
  return { target, apiUrl, ok: !hasFailures(findings), findings }
}

export function hasFailures(findings: readonly NamedFinding[]): boolean {
  return findings.some(({ status }) => status === 'fail')
}
