import type { Environment } from './environment.js'

/** Nobody else's variables begin like this, so one that nobody asked for is a slip. */
const OWN_PREFIXES = ['YOTI_', 'EMULATOR_', 'OUTCOME_WEBHOOK_']

/** Once everything was read. */
export function warnAboutUnknownVariables(
  { knownNames, warnings }: Environment,
  names: readonly string[],
): void {
  for (const name of names) {
    const prefix = OWN_PREFIXES.find((each) => name.startsWith(each))
    if (prefix === undefined || knownNames.has(name)) continue
    const suggestions = [...knownNames].filter((each) => each.startsWith(prefix)).sort()
    warnings.push(`${name} is not known and has no effect. Known are ${suggestions.join(', ')}.`)
  }
}
