import { IMAGE_TYPES } from '../face-capture.js'
import { problemResponseRefs } from './problem-responses.js'
import { schemaRef } from './components.js'

const uuid = { type: 'string', format: 'uuid' }
const sessionId = { name: 'sessionId', in: 'path', required: true, schema: uuid }
const mediaId = { name: 'mediaId', in: 'path', required: true, schema: uuid }
const binarySchema = {}

const jsonContent = (schema: object) => ({ 'application/json': { schema } })
const response = (description: string, schema?: object) => ({
  description,
  ...(schema === undefined ? {} : { content: jsonContent(schema) }),
})
/** Yoti's own JSON, which its documentation describes. */
const yotiJsonSchema = { type: ['object', 'array'] }

const commonProblems = problemResponseRefs(401, 429, 500)
const sessionProblems = { ...commonProblems, ...problemResponseRefs(400, 404) }
const yotiProblems = { ...sessionProblems, ...problemResponseRefs(409, 410, 422, 502, 503) }

const createSession = {
  operationId: 'orderSession',
  summary: 'Order a session',
  description:
    'Answers with the session of the person that still goes on, and a fresh link, or with a new one.',
  parameters: [
    {
      name: 'Idempotency-Key',
      in: 'header',
      description: 'The same key and body have the same answer for 24 hours.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  ],
  requestBody: { required: true, content: jsonContent(schemaRef('SessionRequest')) },
  responses: {
    201: {
      ...response('The session.', schemaRef('CreatedSession')),
      headers: { Location: { schema: { type: 'string', format: 'uri' } } },
    },
    ...commonProblems,
    ...problemResponseRefs(400, 410, 413, 415, 422, 502, 503),
  },
}

const getSession = {
  operationId: 'getSession',
  summary: 'How a session stands',
  description: 'Asks Yoti first when it goes on and our last reading is over 3 seconds old.',
  parameters: [sessionId],
  responses: {
    200: response('The session.', schemaRef('Session')),
    ...sessionProblems,
    ...problemResponseRefs(502, 503),
  },
}

const eraseSession = {
  operationId: 'eraseSession',
  summary: 'Erase a session, here and at Yoti',
  parameters: [sessionId],
  responses: {
    202: response('It will be, as soon as Yoti lets us.', schemaRef('ErasureUnderWay')),
    204: response('It is erased.'),
    ...sessionProblems,
    ...problemResponseRefs(502, 503),
  },
}

const getMedia = {
  operationId: 'getMedia',
  summary: 'A picture or document of a session',
  parameters: [sessionId, mediaId],
  responses: {
    200: { description: 'As Yoti gives it.', content: { '*/*': { schema: binarySchema } } },
    204: response('Yoti has it, but may not hand it over.'),
    ...yotiProblems,
  },
}

const deleteMedia = {
  operationId: 'deleteMedia',
  summary: 'Erase a picture or document at Yoti',
  parameters: [sessionId, mediaId],
  responses: { 204: response('It is erased.'), ...yotiProblems },
}

const putFaceCapture = {
  operationId: 'putFaceCapture',
  summary: 'Supply the face to compare with',
  description: 'For a session whose specification has a FACE_CAPTURE from RELYING_BUSINESS.',
  parameters: [sessionId],
  requestBody: {
    required: true,
    description: 'A picture of at most 10 MB.',
    content: Object.fromEntries(IMAGE_TYPES.map((type) => [type, { schema: binarySchema }])),
  },
  responses: { 204: response('Yoti has it.'), ...yotiProblems, ...problemResponseRefs(413, 415) },
}

const yotiJsonOperation = (operationId: string, summary: string) => ({
  operationId,
  summary,
  parameters: [sessionId],
  responses: { 200: response('As Yoti gives it.', yotiJsonSchema), ...yotiProblems },
})

const getSupportedDocuments = {
  operationId: 'getSupportedDocuments',
  summary: 'Which documents of which countries Yoti takes',
  parameters: [
    {
      name: 'includeNonLatin',
      in: 'query',
      schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
    },
  ],
  responses: {
    200: response('As Yoti gives it.', yotiJsonSchema),
    ...commonProblems,
    ...problemResponseRefs(400, 502, 503),
  },
}

export const API_PATHS = {
  '/api/sessions': { post: createSession },
  '/api/sessions/{sessionId}': { get: getSession, delete: eraseSession },
  '/api/sessions/{sessionId}/result': {
    get: yotiJsonOperation(
      'getResult',
      'The session result of Yoti, with all it knows of the person',
    ),
  },
  '/api/sessions/{sessionId}/media/{mediaId}': { get: getMedia, delete: deleteMedia },
  '/api/sessions/{sessionId}/face-capture': { put: putFaceCapture },
  '/api/sessions/{sessionId}/configuration': {
    get: yotiJsonOperation('getConfiguration', 'What a session still needs'),
  },
  '/api/sessions/{sessionId}/tracked-devices': {
    get: yotiJsonOperation('getTrackedDevices', 'On which devices the person went through it'),
  },
  '/api/supported-documents': { get: getSupportedDocuments },
}
