import { readConfig, type Config } from '#src/config/config.js'
import { loadCertificate } from '../certificate/index.js'
import { listDatabaseChecks } from './database-checks.js'
import { fail, type Check, type Finding } from './finding.js'
import { probeHealth } from './reachability.js'
import { listBackendChecks, listRetentionChecks, listServerChecks } from './server-checks.js'
import { listYotiChecks } from './yoti-checks.js'

export interface DoctorRun {
  config: Config
  /** In display order. All checks run concurrently, and no promise rejects. */
  results: readonly { group: string; name: string; findings: Promise<readonly Finding[]> }[]
}

export function runChecks(environment: Record<string, string | undefined>): DoctorRun {
  const { config, secrets, problems, warnings } = readConfig(environment)
  const trustedCertificate =
    config.https === 'self-signed' ? loadCertificate('data')?.cert : undefined
  const context = {
    config,
    secrets,
    localServer: probeHealth(getLocalOrigin(config), { ca: trustedCertificate }),
    trustedCertificate,
    keyFilePath: environment.YOTI_KEY_FILE_PATH,
  }
  let issues = [
    ...problems.map((text) => toFinding('fail', text)),
    ...warnings.map((text) => toFinding('warn', text)),
  ]
  const takeIssues = (pattern: RegExp) => {
    const taken = issues.filter(({ seen }) => pattern.test(seen))
    issues = issues.filter((issue) => !taken.includes(issue))
    return taken
  }
  const results = Object.entries({
    Yoti: listYotiChecks(context),
    'This server': listServerChecks(context),
    Storage: [...listDatabaseChecks(context), ...listRetentionChecks(context)],
    'Your signup backend': listBackendChecks(context),
  }).flatMap(([group, checks]) =>
    checks.map((check) => {
      const taken = check.issues === undefined ? [] : takeIssues(check.issues)
      const findings = taken.length > 0 ? Promise.resolve(taken) : runSafely(check)
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

async function runSafely({ run }: Check): Promise<readonly Finding[]> {
  try {
    return [await run()]
  } catch (err) {
    const errorName = err instanceof Error ? err.name : typeof err
    return [
      fail(
        `the check failed (${errorName})`,
        'Run this again. If it fails again, report it as a bug.',
      ),
    ]
  }
}
