import { listAcceptedDocuments } from '../capture/requirement-state.js'
import { parseFields } from '../capture/resource.js'
import { findPerson } from '../checks/response-config.js'
import { buildPostalAddress } from '../people/postal-address.js'
import { parseJsonMedia } from '../sessions/media.js'
import { listSchemes } from '../sessions/session-spec.js'
import { addApplicantProfile, type Session } from '../sessions/session.js'

type Fields = Record<string, unknown>

const SEARCHED_SCHEME = 'IDENTITY_PLUS_ADDRESS'
// That the others verify an address is inferred.
const SCHEMES_WITH_ADDRESS = ['DBS', 'DBS_RTW', SEARCHED_SCHEME]

export type Identity = ReturnType<typeof readIdentity>

/** As on the accepted documents. The emulator's person supplies what they do not say. */
export function readIdentity(session: Session) {
  const person = findPerson(session)
  const fields = readDocument(session, 'idDocuments') ?? {}
  const givenNames = toText(fields.given_names) ?? person.givenNames
  const familyName = toText(fields.family_name) ?? person.familyName
  const [firstName, ...middleNames] = givenNames.split(' ')
  const address = findAddress(session)
  return {
    current_name: {
      given_names: givenNames,
      first_name: firstName,
      middle_name: middleNames.length > 0 ? middleNames.join(' ') : undefined,
      family_name: familyName,
      full_name: toText(fields.full_name) ?? `${givenNames} ${familyName}`,
    },
    date_of_birth: toText(fields.date_of_birth) ?? person.dateOfBirth,
    current_address: address && { address },
  }
}

export function verifiesAddress(schemes: readonly { type: string }[]): boolean {
  return schemes.some(({ type }) => SCHEMES_WITH_ADDRESS.includes(type))
}

/** An address on a letter comes before one on an ID document. */
export function readDocumentAddress(session: Session): Fields | undefined {
  return (
    toAddress(readDocument(session, 'supplementaryDocuments')) ??
    toAddress(readDocument(session, 'idDocuments'))
  )
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

/** An address on a document comes before one that was claimed or keyed in. */
function findAddress(session: Session): Fields | undefined {
  const profiles = session.applicantProfiles.map(({ media }) => toAddress(parseJsonMedia(media)))
  return readDocumentAddress(session) ?? profiles.find((address) => address !== undefined)
}

function readDocument(session: Session, kind: Parameters<typeof listAcceptedDocuments>[1]) {
  const [document] = listAcceptedDocuments(session, kind)
  return document && parseFields(document)
}

function toAddress(holder: Fields | undefined): Fields | undefined {
  const address = holder?.structured_postal_address
  return typeof address === 'object' && address !== null ? (address as Fields) : undefined
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
