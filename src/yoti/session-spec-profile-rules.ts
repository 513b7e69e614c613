import { quoteValue, type SpecIssue } from './describe-issues.js'
import type { SchemeType, TrustFramework } from './identity-profile-requirements.js'
import type { SessionSpec } from './session-spec-schema.js'

interface SchemeRule {
  framework: TrustFramework
  /** undefined if the scheme takes no objective. */
  objective?: { pattern: RegExp; expected: string }
}

const DBS_OBJECTIVE = {
  pattern: /^(BASIC|STANDARD|ENHANCED)$/,
  expected: 'BASIC or STANDARD or ENHANCED',
}

const SCHEME_RULES: Readonly<Record<SchemeType, SchemeRule>> = {
  DBS: { framework: 'UK_TFIDA', objective: DBS_OBJECTIVE },
  DBS_RTW: { framework: 'UK_TFIDA', objective: DBS_OBJECTIVE },
  RTW: { framework: 'UK_TFIDA' },
  RTR: { framework: 'UK_TFIDA' },
  IDENTITY: {
    framework: 'YOTI_GLOBAL',
    // Yoti documents two; the pattern also accepts the levels that it may add.
    objective: { pattern: /^AL_[A-Z]\d$/, expected: 'AL_L1 or AL_M1' },
  },
  GBR_RTW_SHARECODE: { framework: 'YOTI_GLOBAL' },
  CAN_CRC: { framework: 'YOTI_GLOBAL' },
}

/** Finds schemes with the wrong trust framework or objective, repeated labels, and a preview without a profile. */
export function findProfileIssues(spec: SessionSpec): SpecIssue[] {
  const simple = spec.identity_profile_requirements
  const advanced = spec.advanced_identity_profile_requirements
  const at = 'advanced_identity_profile_requirements'
  return [
    ...(simple === undefined
      ? []
      : validateScheme(simple.trust_framework, simple.scheme, [
          'identity_profile_requirements',
          'scheme',
        ])),
    ...(advanced?.profiles ?? []).flatMap(({ trust_framework: framework, schemes }, profile) =>
      schemes.flatMap((scheme, index) =>
        validateScheme(framework, scheme, [at, 'profiles', profile, 'schemes', index]),
      ),
    ),
    ...findDuplicateLabels(advanced),
    ...(simple === undefined && advanced === undefined ? findPreviewWithoutProfile(spec) : []),
  ]
}

function validateScheme(
  framework: TrustFramework,
  { type, objective }: { type: SchemeType; objective?: string },
  path: readonly (string | number)[],
): SpecIssue[] {
  const rule = SCHEME_RULES[type]
  if (framework !== rule.framework) {
    const message = `expected a scheme of ${framework}, got ${type}, which belongs to ${rule.framework}`
    return [{ path: [...path, 'type'], message }]
  }
  const at = [...path, 'objective']
  if (rule.objective === undefined) {
    return objective === undefined
      ? []
      : [{ path: at, message: `${type} does not take an objective: remove it` }]
  }
  const { pattern, expected } = rule.objective
  if (objective !== undefined && pattern.test(objective)) return []
  const message = `expected ${expected} as the objective of ${type}, got ${quoteValue(objective)}`
  return [{ path: at, message }]
}

/** Labels identify the schemes in the result, so they must be unique. */
function findDuplicateLabels(
  advanced: SessionSpec['advanced_identity_profile_requirements'],
): SpecIssue[] {
  const labels = new Set<string>()
  return (advanced?.profiles ?? []).flatMap(({ schemes }, profile) =>
    schemes.flatMap(({ label }, scheme): SpecIssue[] => {
      const isDuplicate = labels.has(label)
      labels.add(label)
      const path = ['advanced_identity_profile_requirements', 'profiles', profile, 'schemes']
      return isDuplicate
        ? [
            {
              path: [...path, scheme, 'label'],
              message:
                'expected a unique label, but another scheme has the same one: rename one of them',
            },
          ]
        : []
    }),
  )
}

function findPreviewWithoutProfile(spec: SessionSpec): SpecIssue[] {
  return spec.create_identity_profile_preview === true
    ? [
        {
          path: ['create_identity_profile_preview'],
          message: 'needs identity_profile_requirements or advanced_identity_profile_requirements',
        },
      ]
    : []
}
