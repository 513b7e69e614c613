import { listAcceptedDocuments } from '../capture/requirement-state.js'
import { parseFields } from '../capture/resource.js'
import { findPerson } from '../checks/response-config.js'
import type { Session } from '../sessions/session.js'
import { findAddress, type PostalAddress } from './address.js'

export interface Identity {
  current_name: {
    given_names: string
    first_name: string | undefined
    middle_name: string | undefined
    family_name: string
    full_name: string
  }
  date_of_birth: string
  current_address: { address: PostalAddress } | undefined
}

/** As on the accepted documents. The emulator's person supplies what they do not say. */
export function readIdentity(session: Session): Identity {
  const person = findPerson(session)
  const [document] = listAcceptedDocuments(session, 'idDocuments')
  const fields = (document && parseFields(document)) ?? {}
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

function toText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
