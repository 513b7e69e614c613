import type { Environment } from './environment.js'

/** Nobody else's variables begin like this, so one that nobody asked for is a slip. */
const OURS = ['YOTI_', 'EMULATOR_', 'OUTCOME_WEBHOOK_']

/** Once everything was read. */
export function warnOfUnknown({ asked, warnings }: Environment, names: readonly string[]): void {
  for (const name of names) {
    const prefix = OURS.find((each) => name.startsWith(each))
    if (prefix === undefined || asked.has(name)) continue
    const known = [...asked].filter((each) => each.startsWith(prefix)).sort()
    warnings.push(`${name} is not known and has no effect. Known are ${known.join(', ')}.`)
  }
}
