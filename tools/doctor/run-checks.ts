import { readConfig, type Config } from '#src/config/config.js'
import { loadCertificate } from '../certificate/load-or-create-certificate.js'
import type { CheckResult, Finding } from './finding.js'
import { fail } from './finding.js'
import { listBackendChecks, listServerChecks, listStorageChecks } from './server-checks.js'
import { createConfigIssues } from './config-issues.js'
import { listYotiChecks } from './yoti-checks.js'
import { probeHealth } from './probe-health.js'
import type { Check } from './check.js'

export interface DoctorRun {
  config: Config
  /** In display order. All checks run concurrently, and no promise rejects. */
  results: readonly CheckResult[]
}

export function runChecks(variables: Record<string, string | undefined>): DoctorRun {
  const { config, secrets, problems, warnings } = readConfig(variables)
  const trustedCertificate =
    config.https === 'self-signed' ? loadCertificate('data')?.cert : undefined
  const localServer = probeHealth(getLocalOrigin(config), { ca: trustedCertificate })
  const configIssues = createConfigIssues(problems, warnings)
  const context = {
    config,
    secrets,
    localServer,
    trustedCertificate,
    keyFilePath: variables.YOTI_KEY_FILE_PATH,
  }

  const toResult = ({ group, name, issuePattern, run }: Check): CheckResult => {
    const issues = configIssues.take(issuePattern)
    const findings = issues.length > 0 ? Promise.resolve(issues) : runSafely(run)
    return { group, name, findings }
  }
  const results = [
    ...listYotiChecks(context),
    ...listServerChecks(context),
    ...listStorageChecks(context),
    ...listBackendChecks(context),
  ].map(toResult)
  const otherIssues = configIssues.take(/^/)
  if (otherIssues.length > 0) {
    results.push({
      group: 'Other settings',
      name: 'environment',
      findings: Promise.resolve(otherIssues),
    })
  }
  return { config, results }
}

function getLocalOrigin({ host, port, https }: Config): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  const scheme = https === 'off' ? 'http' : 'https'
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

async function runSafely(run: Check['run']): Promise<readonly Finding[]> {
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
