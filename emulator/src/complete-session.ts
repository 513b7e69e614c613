import type { Background } from './background.js'
import { addJsonMedia } from './media.js'
import { findProfileFailure } from './profile-failure.js'
import { buildProfileReport } from './profile-report.js'
import { requestsIdentityProfile } from './session-spec.js'
import type { Session } from './session.js'

export function completeSession(session: Session, background: Background): void {
  if (session.completedAt !== undefined) return
  const now = background.now(session)
  if (session.token !== undefined) {
    session.token = undefined
    background.notify(session, 'client_session_token_deleted')
  }
  session.completedAt = now
  if (requestsIdentityProfile(session.spec) && findProfileFailure(session) === undefined) {
    const report = buildProfileReport(session, now)
    session.profileReport = addJsonMedia(session.media, report, now)
    if (session.spec.create_identity_profile_preview) {
      session.profilePreview = addJsonMedia(session.media, report.identity_assertion, now)
    }
  }
  background.notify(session, 'session_completion')
}
