import { answerContent, type Answer } from './answer.js'
import { ErrorAnswer } from './error-answer.js'
import { PEOPLE, pickPerson, type Person } from './people/person.js'
import { drawSpecimenDocument, drawSpecimenFace } from './people/specimen.js'
import { publicRoute, readParam, type Call, type Route } from './route.js'
import { listSupportedCountries } from './supported-documents.js'

/** What needs no proof of who calls. `person` is a synthetic person's id, or any text to pick one by. */
export function listPublicRoutes(now: () => number): Route[] {
  const supported = [false, true].map((includeNonLatin) =>
    JSON.stringify({ supported_countries: listSupportedCountries({ includeNonLatin }) }),
  )

  return [
    publicRoute('GET', '/supported-documents', ({ query }) => {
      // The SDKs write true, 1, or nothing.
      const asked = ['true', '1'].includes(query.get('includeNonLatin') ?? '')
      return answerContent('application/json', supported[asked ? 1 : 0] ?? '')
    }),

    publicRoute('GET', '/specimens/face.svg', (call) =>
      answerSvg(drawSpecimenFace(readPerson(call))),
    ),

    publicRoute('GET', '/specimens/:country/:documentType/:side.svg', (call) => {
      const side = readParam(call, 'side')
      if (side !== '0' && side !== '1') throw new ErrorAnswer('PAGE_INDEX_NOT_FOUND')
      const country = readParam(call, 'country')
      const documentType = readParam(call, 'documentType')
      const index = side === '0' ? 0 : 1
      return answerSvg(drawSpecimenDocument(readPerson(call), country, documentType, index, now()))
    }),
  ]
}

function readPerson({ query }: Call): Person {
  const asked = query.get('person') ?? ''
  return PEOPLE.find(({ id }) => id === asked) ?? pickPerson(asked)
}

function answerSvg(drawing: string): Answer {
  return answerContent('image/svg+xml', drawing)
}
