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
/** See Yoti's documentation. */
const yotiJsonSchema = { type: ['object', 'array'] }

const commonProblems = problemResponseRefs(401, 429, 500)
const sessionProblems = { ...commonProblems, ...problemResponseRefs(400, 404) }
const yotiProblems = { ...sessionProblems, ...problemResponseRefs(409, 410, 422, 502, 503) }

const createSession = {
  operationId: 'orderSession',
  summary: 'Create a session',
  description: 'Returns the user’s session in progress with a new link, or creates a session.',
  parameters: [
    {
      name: 'Idempotency-Key',
      in: 'header',
      description: 'For 24 hours, the same key and body return the same session.',
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
  summary: 'Get a session',
  description:
    'Refreshes a session in progress from Yoti first, if it was last refreshed over 3 seconds ago.',
  parameters: [sessionId],
  responses: {
    200: response('The session.', schemaRef('Session')),
    ...sessionProblems,
    ...problemResponseRefs(502, 503),
  },
}

const eraseSession = {
  operationId: 'eraseSession',
  summary: 'Erase a session on this server and at Yoti',
  parameters: [sessionId],
  responses: {
    202: response('It will be erased as soon as Yoti allows it.', schemaRef('ErasureUnderWay')),
    204: response('Erased.'),
    ...sessionProblems,
    ...problemResponseRefs(502, 503),
  },
}

const getMedia = {
  operationId: 'getMedia',
  summary: 'Get an image or document of a session',
  parameters: [sessionId, mediaId],
  responses: {
    200: {
      description: 'The media, unchanged from Yoti.',
      content: { '*/*': { schema: binarySchema } },
    },
    204: response('Yoti has it but may not return it.'),
    ...yotiProblems,
  },
}

const deleteMedia = {
  operationId: 'deleteMedia',
  summary: 'Erase an image or document at Yoti',
  parameters: [sessionId, mediaId],
  responses: { 204: response('Erased.'), ...yotiProblems },
}

const putFaceCapture = {
  operationId: 'putFaceCapture',
  summary: 'Upload the reference face',
  description: 'For a session whose specification has a FACE_CAPTURE from RELYING_BUSINESS.',
  parameters: [sessionId],
  requestBody: {
    required: true,
    description: 'An image of at most 10 MB.',
    content: Object.fromEntries(IMAGE_TYPES.map((type) => [type, { schema: binarySchema }])),
  },
  responses: {
    204: response('Uploaded to Yoti.'),
    ...yotiProblems,
    ...problemResponseRefs(413, 415),
  },
}

const yotiJsonOperation = (operationId: string, summary: string) => ({
  operationId,
  summary,
  parameters: [sessionId],
  responses: {
    200: response('The response from Yoti, unchanged.', yotiJsonSchema),
    ...yotiProblems,
  },
})

const getSupportedDocuments = {
  operationId: 'getSupportedDocuments',
  summary: 'List the documents that Yoti supports, by country',
  parameters: [
    {
      name: 'includeNonLatin',
      in: 'query',
      schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
    },
  ],
  responses: {
    200: response('The response from Yoti, unchanged.', yotiJsonSchema),
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
      'Get Yoti’s session result, which contains all data about the user',
    ),
  },
  '/api/sessions/{sessionId}/media/{mediaId}': { get: getMedia, delete: deleteMedia },
  '/api/sessions/{sessionId}/face-capture': { put: putFaceCapture },
  '/api/sessions/{sessionId}/configuration': {
    get: yotiJsonOperation('getConfiguration', 'Get the resources that a session still needs'),
  },
  '/api/sessions/{sessionId}/tracked-devices': {
    get: yotiJsonOperation(
      'getTrackedDevices',
      'List the devices that the user used for the session',
    ),
  },
  '/api/supported-documents': { get: getSupportedDocuments },
}
