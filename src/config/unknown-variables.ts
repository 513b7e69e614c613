import type { Environment } from './environment.js'

/** Only this server's variables have these prefixes, so an unknown one is probably misspelled. */
const OWN_PREFIXES = ['YOTI_', 'EMULATOR_', 'OUTCOME_WEBHOOK_']

/** Call after all variables have been read. */
export function warnAboutUnknownVariables(
  { knownNames, warnings }: Environment,
  names: readonly string[],
): void {
  for (const name of names) {
    const prefix = OWN_PREFIXES.find((each) => name.startsWith(each))
    if (prefix === undefined || knownNames.has(name)) continue
    const suggestions = [...knownNames].filter((each) => each.startsWith(prefix)).sort()
    warnings.push(
      `${name} is unknown and has no effect. Use one of ${suggestions.join(', ')}, or unset it.`,
    )
  }
}
