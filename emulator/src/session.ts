import { randomUUID } from 'node:crypto'
import type { Check } from './check.js'
import { addJsonMedia, type Media, type MediaById } from './media.js'
import { listRequirements, type Requirement } from './requirement.js'
import type { CapturedResources } from './resource.js'
import type { ResponseConfig } from './response-config.js'
import { DEFAULT_RESOURCES_TTL_SECONDS, DEFAULT_TOKEN_TTL_SECONDS } from './session-payload.js'
import { expandSpec, type SessionSpec } from './session-spec.js'
import type { SessionPayload } from './session-payload.js'
import type { TrackedDevice } from './tracked-device.js'

export interface Session extends CapturedResources {
  readonly id: string
  /** The application that created it. To all others it does not exist. */
  readonly sdkId: string
  readonly spec: SessionSpec
  readonly createdAt: number
  readonly tokenExpiresAt: number
  /** Undefined once the user has finished. */
  token: string | undefined
  completedAt: number | undefined
  /** When the first image arrived, which starts `resources_ttl`. */
  firstMediaAt: number | undefined
  biometricConsentAt: number | undefined
  readonly requirements: Requirement[]
  readonly applicantProfile: { id: string; media: Media } | undefined
  readonly checks: Check[]
  readonly media: MediaById
  profileReport: Media | undefined
  profilePreview: Media | undefined
  trackedDevices: TrackedDevice[]
  responseConfig: ResponseConfig | undefined
  /** Entries of the response configuration that an attempt or a check has consumed. */
  readonly usedEntries: Set<object>
  readonly clientErrors: number[]
}

export type SessionState = 'ONGOING' | 'COMPLETED' | 'EXPIRED'

export function createSession(sdkId: string, payload: SessionPayload, now: number): Session {
  const spec = expandSpec(payload)
  const media: MediaById = new Map()
  const profile = payload.resources?.applicant_profile
  return {
    id: randomUUID(),
    sdkId,
    spec,
    createdAt: now,
    tokenExpiresAt: computeTokenExpiry(payload, now),
    token: randomUUID(),
    completedAt: undefined,
    firstMediaAt: undefined,
    biometricConsentAt: undefined,
    requirements: listRequirements(spec),
    idDocuments: [],
    supplementaryDocuments: [],
    livenessCaptures: [],
    faceCaptures: [],
    applicantProfile: profile && { id: randomUUID(), media: addJsonMedia(media, profile, now) },
    checks: [],
    media,
    profileReport: undefined,
    profilePreview: undefined,
    trackedDevices: [],
    responseConfig: undefined,
    usedEntries: new Set(),
    clientErrors: [],
  }
}

function computeTokenExpiry(payload: SessionPayload, now: number): number {
  if (payload.session_deadline !== undefined) return Date.parse(payload.session_deadline)
  return now + (payload.client_session_token_ttl ?? DEFAULT_TOKEN_TTL_SECONDS) * 1000
}

/** A session that the user has finished no longer expires. */
export function getSessionState(session: Session, now: number): SessionState {
  if (session.completedAt !== undefined) return 'COMPLETED'
  return session.token !== undefined && now >= session.tokenExpiresAt ? 'EXPIRED' : 'ONGOING'
}

/** Remaining whole seconds: 599 right after a session of 600 seconds was created, 0 after its end. */
export function getTokenTtlSeconds(session: Session, now: number): number {
  return Math.max(0, Math.ceil((session.tokenExpiresAt - now) / 1000) - 1)
}

export function getResourcesExpiry(session: Session): number {
  const ttl = session.spec.resources_ttl ?? DEFAULT_RESOURCES_TTL_SECONDS
  return (session.firstMediaAt ?? session.createdAt) + ttl * 1000
}
