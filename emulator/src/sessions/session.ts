import { randomUUID } from 'node:crypto'
import type { Application } from '../application.js'
import { listRequirements } from '../capture/requirement.js'
import type { CapturedResources, Resource, ShareCode } from '../capture/resource.js'
import type { Check } from '../checks/report.js'
import type { ResponseConfig } from '../checks/response-config.js'
import { createMovableClock, type Clock, type ManualClock } from '../clock.js'
import type { ActiveFault } from '../control/faults.js'
import type { DeliveryRule } from '../notifications/delivery-rule.js'
import type { SignReport } from '../profiles/sign-report.js'
import { addJsonMedia, type Media } from './media.js'
import {
  DEFAULT_TOKEN_TTL_SECONDS,
  type NotificationTopic,
  type SessionPayload,
} from './session-payload.js'
import { expandSpec } from './session-spec.js'

export type Notify = (
  session: Session,
  topic: NotificationTopic,
  about?: { resource_id?: string; task_id?: string; check_id?: string },
) => void

export interface TrackedDevice {
  event: 'CONFIG_FIRST_LOADED' | 'RESOURCE_CREATED' | 'CLIENT_SESSION_TOKEN_DELETED'
  resource_id: string | undefined
  created: string
  device: Record<string, string>
}

/** In milliseconds. Checks finish in the same order as at Yoti, but soon enough to watch. */
export const DEFAULT_TIMELINE = {
  /** From an upload until the extra frames of the same page are stored. */
  framesAfterUpload: 300,
  /** The user waits for this. With 0 the response does not need a timer, so a manual clock may stand still. */
  textExtraction: 0,
  livenessAttempt: 0,
  /** From finish until the first check without expert review is done. */
  automatedChecks: 1800,
  /** From finish until the first check with expert review is done. */
  expertChecks: 4500,
  betweenChecks: 700,
}

export type Timeline = typeof DEFAULT_TIMELINE

/** What the emulator provides to all of its sessions. */
export interface SessionEnvironment {
  readonly clock: Clock
  readonly timeline: Timeline
  readonly notify: Notify
  readonly signReport: SignReport
}

export type Session = ReturnType<typeof createSession>

export function createSession(
  application: Application,
  payload: SessionPayload,
  environment: SessionEnvironment,
) {
  const spec = expandSpec(payload)
  const { session_deadline: deadline, client_session_token_ttl: ttl } = payload
  const now = environment.clock.now()
  const captured: CapturedResources = {
    requirements: listRequirements(spec),
    idDocuments: [],
    supplementaryDocuments: [],
    livenessCaptures: [],
    faceCaptures: [],
  }
  const session = {
    ...environment,
    ...captured,
    id: randomUUID() as string,
    /** The one that created it. To all others it does not exist. */
    application,
    spec,
    /** A control call can move it ahead of other sessions. */
    clock: createMovableClock(environment.clock) as ManualClock,
    createdAt: now,
    tokenExpiresAt:
      deadline === undefined
        ? now + (ttl ?? DEFAULT_TOKEN_TTL_SECONDS) * 1000
        : Date.parse(deadline),
    /** Undefined once the user has finished. */
    token: randomUUID() as string | undefined,
    completedAt: undefined as number | undefined,
    /** When the first image arrived, which starts `resources_ttl`. */
    firstMediaAt: undefined as number | undefined,
    biometricConsentAt: undefined as number | undefined,
    applicantProfiles: [] as (Omit<Resource, 'requirement'> & { media: Media })[],
    shareCodes: [] as ShareCode[],
    checks: [] as Check[],
    media: new Map<string, Media>(),
    profileReport: undefined as Media | undefined,
    profilePreview: undefined as Media | undefined,
    /** Replaces the result of the captured resources and checks. */
    importedResult: undefined as Record<string, unknown> | undefined,
    importToken: undefined as { media?: Media; failureReason?: string } | undefined,
    trackedDevices: [] as TrackedDevice[],
    responseConfig: undefined as ResponseConfig | undefined,
    /** Entries of the response configuration that an attempt or a check has consumed. */
    usedEntries: new Set<object>(),
    clientErrors: [] as number[],
    /** Replaced by control calls. They apply to the next requests and notifications. */
    faults: [] as readonly ActiveFault[],
    deliveryRules: [] as readonly DeliveryRule[],
    isDeleted: false,
    /** Aborted when the session has completed or been deleted. */
    over: new AbortController(),
  }
  const profile = payload.resources?.applicant_profile
  if (profile !== undefined) addApplicantProfile(session, profile, 'RELYING_BUSINESS')
  return session
}

export function addApplicantProfile(
  session: Session,
  profile: object,
  source: Resource['source'],
): void {
  const media = addJsonMedia(session, profile)
  const { createdAt } = media
  const times = { createdAt, updatedAt: createdAt }
  session.applicantProfiles.push({ id: randomUUID(), tasks: [], source, ...times, media })
}

/** A session that the user has finished no longer expires. */
export function getSessionState(session: Session): 'ONGOING' | 'COMPLETED' | 'EXPIRED' {
  if (session.completedAt !== undefined) return 'COMPLETED'
  const isExpired = session.token !== undefined && session.clock.now() >= session.tokenExpiresAt
  return isExpired ? 'EXPIRED' : 'ONGOING'
}

/** Remaining whole seconds: 599 right after a session of 600 seconds was created, 0 after its end. */
export function getTokenTtlSeconds({ tokenExpiresAt, clock }: Session): number {
  return Math.max(0, Math.ceil((tokenExpiresAt - clock.now()) / 1000) - 1)
}

/** Runs later, unless the session has been deleted or the emulator closed by then. */
export function schedule(session: Session, ms: number, run: () => void): void {
  session.clock.setTimer(() => {
    if (!session.isDeleted) run()
  }, ms)
}

/** Without a delay it needs no timer, so a manual clock may stand still. */
export async function waitForResponse(
  { clock }: Session,
  entry: { response_delay: number } | undefined,
  usualMs: number,
): Promise<void> {
  const ms = entry?.response_delay ? entry.response_delay * 1000 : usualMs
  if (ms > 0) await new Promise<void>((resolve) => clock.setTimer(resolve, ms))
}
