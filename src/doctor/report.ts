import type { NamedFinding } from './finding.js'
import type { Examined } from './examine.js'
import { renderFinding, renderGroup, renderSummary, type RenderOptions } from './render.js'

export interface Reporting extends RenderOptions {
  write: (text: string) => void
  /** Shows that something is waited for, and takes it away again; undefined where nobody watches. */
  progress: ((text: string) => void) | undefined
}

/** Tells one thing after the other as soon as it is known. */
export async function report(
  { config, examinations }: Examined,
  options: Reporting,
): Promise<readonly NamedFinding[]> {
  const told: NamedFinding[] = []
  let current: string | undefined
  for (const { group, name, findings } of examinations) {
    if (group !== current) options.write(renderGroup(group, options))
    current = group
    options.progress?.(`  ...   ${name}`)
    const found = await findings
    options.progress?.('')
    for (const finding of found) {
      told.push({ group, name, ...finding })
      options.write(renderFinding(name, finding, options))
    }
  }
  options.write(renderSummary(told, config, options))
  return told
}

/** The same for programs. */
export async function reportJson({ config, examinations }: Examined): Promise<{
  target: string
  apiUrl: string | undefined
  ok: boolean
  findings: readonly NamedFinding[]
}> {
  const findings = await Promise.all(
    examinations.map(async ({ group, name, findings: found }) =>
      (await found).map((finding) => ({ group, name, ...finding })),
    ),
  ).then((each) => each.flat())
  const { target, apiUrl } = config
  return { target, apiUrl, ok: !isFailing(findings), findings }
}

export function isFailing(findings: readonly NamedFinding[]): boolean {
  return findings.some(({ status }) => status === 'fail')
}
