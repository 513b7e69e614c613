import { randomUUID } from 'node:crypto'
import { buildDocumentFields } from '../people/document-fields.js'
import { readPortrait } from '../people/specimen.js'
import { findPerson } from '../checks/response-config.js'
import { PDF } from '../capture-client/pictures.js'
import { addJsonMedia, addMedia } from '../sessions/media.js'
import { listSchemes } from '../sessions/session-spec.js'
import { schedule, type Session } from '../sessions/session.js'
import { createTask, type ShareCode } from './resource.js'

const SCHEME = 'GBR_RTW_SHARECODE'
const SHARE_CODE = 'W12345678'

/** The client page enters the code for the user, who also captures a document and a face. */
export function enterShareCode(session: Session): void {
  if (!listSchemes(session.spec).some(({ type }) => type === SCHEME)) return
  const now = session.clock.now()
  const person = findPerson(session)
  const task = createTask('VERIFY_SHARE_CODE_TASK', 'PENDING', now)
  const shareCode: ShareCode = {
    id: randomUUID(),
    source: 'END_USER',
    createdAt: now,
    updatedAt: now,
    tasks: [task],
    // Yoti publishes neither this content nor that of the returned profile.
    lookupProfile: addJsonMedia(session, {
      share_code: SHARE_CODE,
      date_of_birth: person.dateOfBirth,
    }),
  }
  session.shareCodes.push(shareCode)
  session.notify(session, 'resource_update', { resource_id: shareCode.id })
  schedule(session, session.timeline.textExtraction, () => {
    const verifiedAt = session.clock.now()
    const passport = buildDocumentFields(person, person.nationality, 'PASSPORT', verifiedAt)
    const { full_name, date_of_birth, nationality } = passport
    const returned = { full_name, date_of_birth, nationality }
    shareCode.returnedProfile = addJsonMedia(session, returned)
    shareCode.idPhoto = addMedia(session, readPortrait(person))
    shareCode.file = addMedia(session, { contentType: 'application/pdf', content: PDF })
    task.state = 'DONE'
    shareCode.updatedAt = task.updatedAt = verifiedAt
    session.notify(session, 'task_completion', { task_id: task.id })
  })
}
