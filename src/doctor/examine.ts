import { readConfig, type Config } from '../config.js'
import { readCertificate } from '../https/keep-certificate.js'
import type { Examination, Finding } from './finding.js'
import { fail } from './finding.js'
import { listBackendRows, listServerRows, listStorageRows } from './server-rows.js'
import { createRemarks } from './remarks.js'
import { listYotiRows } from './yoti-rows.js'
import { reachServer } from './reach.js'
import type { Row } from './row.js'

export interface Examined {
  config: Config
  /** In the order to be shown; all are under way at once. None of them rejects. */
  examinations: readonly Examination[]
}

/** Looks at everything that the environment leads to, and changes nothing. */
export function examine(variables: Record<string, string | undefined>): Examined {
  const { config, secrets, problems, warnings } = readConfig(variables)
  const certificate = config.https === 'self-signed' ? readCertificate('data')?.cert : undefined
  const running = reachServer(findOwnOrigin(config), { ca: certificate })
  const remarks = createRemarks(problems, warnings)
  const seen = { config, secrets, running, certificate, keyFile: variables.YOTI_KEY_FILE_PATH }

  const toExamination = ({ group, name, about, look }: Row): Examination => {
    const remarked = remarks.take(about)
    const findings = remarked.length > 0 ? Promise.resolve(remarked) : lookSafely(look)
    return { group, name, findings }
  }
  const examinations = [
    ...listYotiRows(seen),
    ...listServerRows(seen),
    ...listStorageRows(seen),
    ...listBackendRows(seen),
  ].map(toExamination)
  const rest = remarks.take(/^/)
  if (rest.length > 0) {
    examinations.push({
      group: 'Other settings',
      name: 'environment',
      findings: Promise.resolve(rest),
    })
  }
  return { config, examinations }
}

/** Where our server listens, if it runs here. */
function findOwnOrigin({ host, port, https }: Config): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  const scheme = https === 'off' ? 'http' : 'https'
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

async function lookSafely(look: Row['look']): Promise<readonly Finding[]> {
  try {
    return [await look()]
  } catch (err) {
    const what = err instanceof Error ? err.name : typeof err
    return [fail(`could not be looked at (${what})`, 'Run this again; then tell us.')]
  }
}
