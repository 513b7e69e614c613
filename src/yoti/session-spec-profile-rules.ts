import { quoteWord } from './describe-issues.js'
import type { SchemeType, TrustFramework } from './identity-profile-requirements.js'
import type { SessionSpec } from './session-spec.js'
import type { Contradiction } from './session-spec-rules.js'

interface SchemeRule {
  framework: TrustFramework
  /** undefined where the scheme has none. */
  objective?: { shape: RegExp; expected: string }
}

const OF_DBS = { shape: /^(BASIC|STANDARD|ENHANCED)$/, expected: 'BASIC or STANDARD or ENHANCED' }

const SCHEMES: Readonly<Record<SchemeType, SchemeRule>> = {
  DBS: { framework: 'UK_TFIDA', objective: OF_DBS },
  DBS_RTW: { framework: 'UK_TFIDA', objective: OF_DBS },
  RTW: { framework: 'UK_TFIDA' },
  RTR: { framework: 'UK_TFIDA' },
  IDENTITY: {
    framework: 'YOTI_GLOBAL',
    // Yoti names two, and has them by level and number.
    objective: { shape: /^AL_[A-Z]\d$/, expected: 'AL_L1 or AL_M1' },
  },
  GBR_RTW_SHARECODE: { framework: 'YOTI_GLOBAL' },
  CAN_CRC: { framework: 'YOTI_GLOBAL' },
}

/** Schemes that their trust framework or objective does not suit, and what needs a profile or excludes one. */
export function findProfileContradictions(spec: SessionSpec): Contradiction[] {
  const simple = spec.identity_profile_requirements
  const advanced = spec.advanced_identity_profile_requirements
  const at = 'advanced_identity_profile_requirements'
  return [
    ...(simple === undefined
      ? []
      : judgeScheme(simple.trust_framework, simple.scheme, [
          'identity_profile_requirements',
          'scheme',
        ])),
    ...(advanced?.profiles ?? []).flatMap(({ trust_framework: framework, schemes }, profile) =>
      schemes.flatMap((scheme, index) =>
        judgeScheme(framework, scheme, [at, 'profiles', profile, 'schemes', index]),
      ),
    ),
    ...findRepeatedLabels(advanced),
    ...(simple === undefined && advanced === undefined ? findWithoutProfile(spec) : []),
  ]
}

function judgeScheme(
  framework: TrustFramework,
  { type, objective }: { type: SchemeType; objective?: string },
  path: readonly (string | number)[],
): Contradiction[] {
  const rule = SCHEMES[type]
  if (framework !== rule.framework) {
    const message = `expected a scheme of ${framework}, got ${type}, which is one of ${rule.framework}`
    return [{ path: [...path, 'type'], message }]
  }
  const at = [...path, 'objective']
  if (rule.objective === undefined) {
    return objective === undefined ? [] : [{ path: at, message: `${type} has none: leave it out` }]
  }
  const { shape, expected } = rule.objective
  if (objective !== undefined && shape.test(objective)) return []
  const message = `expected an objective of ${type}: ${expected}, got ${quoteWord(objective)}`
  return [{ path: at, message }]
}

/** Labels tell the schemes of a result apart. */
function findRepeatedLabels(
  advanced: SessionSpec['advanced_identity_profile_requirements'],
): Contradiction[] {
  const seen = new Set<string>()
  return (advanced?.profiles ?? []).flatMap(({ schemes }, profile) =>
    schemes.flatMap(({ label }, scheme): Contradiction[] => {
      const repeated = seen.has(label)
      seen.add(label)
      const path = ['advanced_identity_profile_requirements', 'profiles', profile, 'schemes']
      return repeated
        ? [
            {
              path: [...path, scheme, 'label'],
              message: 'is another scheme’s too: give it its own',
            },
          ]
        : []
    }),
  )
}

function findWithoutProfile(spec: SessionSpec): Contradiction[] {
  return spec.create_identity_profile_preview === true
    ? [{ path: ['create_identity_profile_preview'], message: 'needs an identity profile' }]
    : []
}
