import { createContentResponse, type RouteResponse } from './route-response.js'
import { ApiError } from './api-error.js'
import { PEOPLE, pickPerson, type Person } from './people/person.js'
import { drawSpecimenDocument, drawSpecimenFace } from './people/draw-specimen.js'
import { publicRoute, getParam, type ApiCall, type Route } from './route.js'
import { listSupportedCountries } from './supported-documents.js'

/** Routes without authentication. `person` is the id of a fictional person, or any text as a seed. */
export function listPublicRoutes(now: () => number): Route[] {
  const supported = [false, true].map((includeNonLatin) =>
    JSON.stringify({ supported_countries: listSupportedCountries({ includeNonLatin }) }),
  )

  return [
    publicRoute('GET', '/supported-documents', ({ query }) => {
      // The SDKs send true, 1, or nothing.
      const includesNonLatin = ['true', '1'].includes(query.get('includeNonLatin') ?? '')
      return createContentResponse('application/json', supported[includesNonLatin ? 1 : 0] ?? '')
    }),

    publicRoute('GET', '/specimens/face.svg', (call) =>
      createSvgResponse(drawSpecimenFace(readPerson(call))),
    ),

    publicRoute('GET', '/specimens/:country/:documentType/:side.svg', (call) => {
      const side = getParam(call, 'side')
      if (side !== '0' && side !== '1') throw new ApiError('PAGE_INDEX_NOT_FOUND')
      const country = getParam(call, 'country')
      const documentType = getParam(call, 'documentType')
      const index = side === '0' ? 0 : 1
      return createSvgResponse(
        drawSpecimenDocument(readPerson(call), country, documentType, index, now()),
      )
    }),
  ]
}

function readPerson({ query }: ApiCall): Person {
  const seed = query.get('person') ?? ''
  return PEOPLE.find(({ id }) => id === seed) ?? pickPerson(seed)
}

function createSvgResponse(drawing: string): RouteResponse {
  return createContentResponse('image/svg+xml', drawing)
}
