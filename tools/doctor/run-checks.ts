import { readConfig, type Config } from '#src/config/config.js'
import { loadCertificate } from '../certificate/index.js'
import { CHECKS, checkYoti } from './checks.js'
import { fail, type Check, type CheckContext, type Finding } from './check.js'
import { probeHealth } from './reachability.js'

export type DoctorRun = ReturnType<typeof runChecks>

/** The results are in display order. All checks run concurrently, and no promise rejects. */
export function runChecks(environment: Record<string, string | undefined>) {
  const { config, secrets, problems, warnings } = readConfig(environment)
  const ca = config.https === 'self-signed' ? loadCertificate('data')?.cert : undefined
  const context: CheckContext = {
    config,
    secrets,
    localServer: probeHealth(getLocalOrigin(config), { ca }),
    yoti: checkYoti(config, secrets, config.target === 'emulator' ? ca : undefined),
    keyFilePath: environment.YOTI_KEY_FILE_PATH,
    caFilePath: environment.NODE_EXTRA_CA_CERTS,
  }
  let issues = [
    ...problems.map((text) => toFinding('fail', text)),
    ...warnings.map((text) => toFinding('warn', text)),
  ]
  const takeIssues = ({ issues: pattern, isFatal }: Check) => {
    const taken = issues.filter(({ seen }) => pattern?.test(seen))
    issues = issues.filter((issue) => !taken.includes(issue))
    return taken.map((issue) => (isFatal === true ? { ...issue, status: 'fail' as const } : issue))
  }
  const results = Object.entries(CHECKS).flatMap(([group, checks]) =>
    checks
      .filter(({ applies = () => true }) => applies(context))
      .map((check) => {
        const taken = takeIssues(check)
        const findings = taken.length > 0 ? Promise.resolve(taken) : runSafely(check, context)
        return { group, name: check.name, findings }
      }),
  )
  if (issues.length > 0) {
    const findings = Promise.resolve(issues)
    results.push({ group: 'Other settings', name: 'environment', findings })
  }
  return { config, results }
}

/** The first sentence is the problem, the rest the remedy. */
function toFinding(status: Finding['status'], text: string): Finding {
  const end = text.search(/\.\s+\p{Lu}/u)
  if (end < 0) return { status, seen: text, fix: 'Correct it.' }
  return { status, seen: text.slice(0, end + 1), fix: text.slice(end + 1).trim() }
}

function getLocalOrigin({ host, port, https }: Config): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  const scheme = https === 'off' ? 'http' : 'https'
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

async function runSafely({ run }: Check, context: CheckContext): Promise<readonly Finding[]> {
  try {
    return [await run(context)]
  } catch (err) {
    const seen = `the check failed (${err instanceof Error ? err.name : typeof err})`
    return [fail(seen, 'Run this again. If it fails again, report it as a bug.')]
  }
}
