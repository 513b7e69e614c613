import type { SessionSpec } from './session-spec.js'
import type { Contradiction } from './session-spec-rules.js'

const WITH_OBJECTIVE = new Set(['DBS', 'DBS_RTW'])
const WITHOUT_OBJECTIVE = new Set(['RTW', 'RTR'])

/** Schemes that lack their objective or cannot have one, and what makes no sense without a profile. */
export function findProfileContradictions(spec: SessionSpec): Contradiction[] {
  const simple = spec.identity_profile_requirements
  const advanced = spec.advanced_identity_profile_requirements
  const preview = spec.create_identity_profile_preview === true
  return [
    ...(simple === undefined
      ? []
      : judgeScheme(simple.scheme, ['identity_profile_requirements', 'scheme'])),
    ...(advanced?.profiles ?? []).flatMap(({ schemes }, profile) =>
      schemes.flatMap((scheme, index) =>
        judgeScheme(scheme, [
          ...['advanced_identity_profile_requirements', 'profiles', profile],
          ...['schemes', index],
        ]),
      ),
    ),
    ...(preview && simple === undefined && advanced === undefined
      ? [{ path: ['create_identity_profile_preview'], message: 'needs an identity profile' }]
      : []),
  ]
}

function judgeScheme(
  { type, objective }: { type: string; objective?: string },
  path: readonly (string | number)[],
): Contradiction[] {
  const at = [...path, 'objective']
  if (WITH_OBJECTIVE.has(type) && objective === undefined) {
    return [{ path: at, message: `expected an objective of ${type} such as BASIC` }]
  }
  return WITHOUT_OBJECTIVE.has(type) && objective !== undefined
    ? [{ path: at, message: `${type} has none: leave it out` }]
    : []
}
