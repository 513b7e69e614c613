import type { SessionSpec } from '../yoti/session-spec.js'

export interface StartCheck {
  title: string
  why: string
}

const SCHEME_TITLES: Readonly<Record<string, string>> = {
  RTW: 'You can work in the UK',
  GBR_RTW_SHARECODE: 'You can work in the UK',
  RTR: 'You can rent a home in the UK',
  DBS: 'Your identity, for a criminal record check',
  DBS_RTW: 'Your identity, for a criminal record check, and that you can work in the UK',
  CAN_CRC: 'Your identity, for a criminal record check in Canada',
}

export function listSchemeChecks(spec: SessionSpec): StartCheck[] {
  const simple = spec.identity_profile_requirements
  const advanced = spec.advanced_identity_profile_requirements
  const schemes = [
    ...(simple === undefined ? [] : [simple.scheme]),
    ...(advanced?.profiles ?? []).flatMap((profile) => profile.schemes),
  ]
  return schemes.map(({ type }) => ({
    title: SCHEME_TITLES[type] ?? 'Your identity',
    why: 'under the rules of a recognised scheme',
  }))
}
