import { listAcceptedDocuments } from '../capture/requirement-state.js'
import { parseFields } from '../capture/resource.js'
import { findPerson } from '../checks/response-config.js'
import { buildPostalAddress } from '../people/postal-address.js'
import { parseJsonMedia } from '../sessions/media.js'
import { listSchemes } from '../sessions/session-spec.js'
import { addApplicantProfile, type Session } from '../sessions/session.js'

export type PostalAddress = Record<string, unknown>

const SEARCHED_SCHEME = 'IDENTITY_PLUS_ADDRESS'
// That the others verify an address is inferred.
const SCHEMES_WITH_ADDRESS = ['DBS', 'DBS_RTW', SEARCHED_SCHEME]

export function verifiesAddress(schemes: readonly { type: string }[]): boolean {
  return schemes.some(({ type }) => SCHEMES_WITH_ADDRESS.includes(type))
}

/** An address on a document comes before one that was claimed or keyed in. */
export function findAddress(session: Session): PostalAddress | undefined {
  const profiles = session.applicantProfiles.map(({ media }) => toAddress(parseJsonMedia(media)))
  return readDocumentAddress(session) ?? profiles.find((address) => address !== undefined)
}

/** An address on a letter comes before one on an ID document. */
export function readDocumentAddress(session: Session): PostalAddress | undefined {
  const [letter] = listAcceptedDocuments(session, 'supplementaryDocuments')
  const [document] = listAcceptedDocuments(session, 'idDocuments')
  return toAddress(letter && parseFields(letter)) ?? toAddress(document && parseFields(document))
}

/** The user keys in the address that no one has given. The client page does it for them. */
export function keyInAddress(session: Session): void {
  if (!verifiesAddress(listSchemes(session.spec)) || findAddress(session) !== undefined) return
  const structured_postal_address = buildPostalAddress(findPerson(session), 'GBR')
  addApplicantProfile(session, { structured_postal_address }, 'END_USER')
}

/** Yoti searches for an address that is on no document. */
export function requiresAddressSearch(session: Session): boolean {
  return (
    listSchemes(session.spec).some(({ type }) => type === SEARCHED_SCHEME) &&
    readDocumentAddress(session) === undefined
  )
}

function toAddress(
  holder: { structured_postal_address?: unknown } | undefined,
): PostalAddress | undefined {
  const address = holder?.structured_postal_address
  return typeof address === 'object' && address !== null ? (address as PostalAddress) : undefined
}
