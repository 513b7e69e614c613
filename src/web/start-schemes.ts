import type { SessionSpec } from '../yoti/session-spec.js'

export interface StartCheck {
  title: string
  why: string
}

const SCHEME_TITLES: Readonly<Record<string, string>> = {
  RTW: 'You may work in the UK',
  GBR_RTW_SHARECODE: 'You may work in the UK',
  RTR: 'You may rent a home in the UK',
  DBS: 'You are who you are, for a criminal record check',
  DBS_RTW: 'You are who you are, for a criminal record check, and may work in the UK',
  CAN_CRC: 'You are who you are, for a criminal record check in Canada',
}

/** What the identity profiles that are asked for are to show. */
export function listSchemeChecks(spec: SessionSpec): StartCheck[] {
  const simple = spec.identity_profile_requirements
  const advanced = spec.advanced_identity_profile_requirements
  const schemes = [
    ...(simple === undefined ? [] : [simple.scheme]),
    ...(advanced?.profiles ?? []).flatMap((profile) => profile.schemes),
  ]
  return schemes.map(({ type }) => ({
    title: SCHEME_TITLES[type] ?? 'You are who you are',
    why: 'by the rules of a recognised scheme',
  }))
}
