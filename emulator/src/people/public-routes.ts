import { findPerson } from '../checks/response-config.js'
import { listSupportedCountries } from '../capture/supported-documents.js'
import { ApiError } from '../http/api-error.js'
import { getIndexParam, getParam, publicRoute, type ApiCall, type Route } from '../http/route.js'
import type { SessionStore } from '../sessions/session-store.js'
import { pickPerson, type Person } from './person.js'
import { drawSpecimenDocument, drawSpecimenFace } from './specimen.js'

const SVG = { contentType: 'image/svg+xml' }

/** Routes without authentication. `person` is the id of a session or of a fictional person, or any text as a seed. */
export function listPublicRoutes(now: () => number, sessions: SessionStore): Route[] {
  const readPerson = ({ query }: ApiCall): Person => {
    const person = query.get('person') ?? ''
    const session = sessions.find(person)
    return session === undefined ? pickPerson(person) : findPerson(session)
  }

  return [
    publicRoute('/supported-documents', ({ query }) => {
      // The SDKs send true, 1, or nothing.
      const includeNonLatin = ['true', '1'].includes(query.get('includeNonLatin') ?? '')
      return { json: { supported_countries: listSupportedCountries({ includeNonLatin }) } }
    }),

    publicRoute('/specimens/face.svg', (call) => ({
      ...SVG,
      content: drawSpecimenFace(readPerson(call)),
    })),

    publicRoute('/specimens/:country/:documentType/:side.svg', (call) => {
      const side = getIndexParam(call, 'side')
      if (side !== 0 && side !== 1) throw new ApiError('PAGE_INDEX_NOT_FOUND')
      const country = getParam(call, 'country')
      const documentType = getParam(call, 'documentType')
      const content = drawSpecimenDocument(readPerson(call), country, documentType, side, now())
      return { ...SVG, content }
    }),
  ]
}
