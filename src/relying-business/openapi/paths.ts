import { IMAGE_TYPES } from '../face-capture.js'
import { referToProblems } from './problems.js'
import { referTo } from './components.js'

const uuid = { type: 'string', format: 'uuid' }
const sessionId = { name: 'sessionId', in: 'path', required: true, schema: uuid }
const mediaId = { name: 'mediaId', in: 'path', required: true, schema: uuid }
const binary = {}

const ofJson = (schema: object) => ({ 'application/json': { schema } })
const answers = (description: string, schema?: object) => ({
  description,
  ...(schema === undefined ? {} : { content: ofJson(schema) }),
})
/** Yoti's own JSON, which its documentation describes. */
const asYotiGivesIt = { type: ['object', 'array'] }

const ofNobody = referToProblems(401, 429, 500)
const ofSession = { ...ofNobody, ...referToProblems(400, 404) }
const ofYoti = { ...ofSession, ...referToProblems(409, 410, 422, 502, 503) }

const order = {
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
  requestBody: { required: true, content: ofJson(referTo('SessionRequest')) },
  responses: {
    201: {
      ...answers('The session.', referTo('CreatedSession')),
      headers: { Location: { schema: { type: 'string', format: 'uri' } } },
    },
    ...ofNobody,
    ...referToProblems(400, 410, 413, 415, 422, 502, 503),
  },
}

const look = {
  operationId: 'getSession',
  summary: 'How a session stands',
  description: 'Asks Yoti first when it goes on and our last reading is over 3 seconds old.',
  parameters: [sessionId],
  responses: {
    200: answers('The session.', referTo('Session')),
    ...ofSession,
    ...referToProblems(502, 503),
  },
}

const erase = {
  operationId: 'eraseSession',
  summary: 'Erase a session, here and at Yoti',
  parameters: [sessionId],
  responses: {
    202: answers('It will be, as soon as Yoti lets us.', referTo('ErasureUnderWay')),
    204: answers('It is erased.'),
    ...ofSession,
    ...referToProblems(502, 503),
  },
}

const getMedia = {
  operationId: 'getMedia',
  summary: 'A picture or document of a session',
  parameters: [sessionId, mediaId],
  responses: {
    200: { description: 'As Yoti gives it.', content: { '*/*': { schema: binary } } },
    204: answers('Yoti has it, but may not hand it over.'),
    ...ofYoti,
  },
}

const deleteMedia = {
  operationId: 'deleteMedia',
  summary: 'Erase a picture or document at Yoti',
  parameters: [sessionId, mediaId],
  responses: { 204: answers('It is erased.'), ...ofYoti },
}

const putFace = {
  operationId: 'putFaceCapture',
  summary: 'Supply the face to compare with',
  description: 'For a session whose specification has a FACE_CAPTURE from RELYING_BUSINESS.',
  parameters: [sessionId],
  requestBody: {
    required: true,
    description: 'A picture of at most 10 MB.',
    content: Object.fromEntries(IMAGE_TYPES.map((type) => [type, { schema: binary }])),
  },
  responses: { 204: answers('Yoti has it.'), ...ofYoti, ...referToProblems(413, 415) },
}

const read = (operationId: string, summary: string) => ({
  operationId,
  summary,
  parameters: [sessionId],
  responses: { 200: answers('As Yoti gives it.', asYotiGivesIt), ...ofYoti },
})

const listDocuments = {
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
    200: answers('As Yoti gives it.', asYotiGivesIt),
    ...ofNobody,
    ...referToProblems(400, 502, 503),
  },
}

export const API_PATHS = {
  '/api/sessions': { post: order },
  '/api/sessions/{sessionId}': { get: look, delete: erase },
  '/api/sessions/{sessionId}/result': {
    get: read('getResult', 'The session result of Yoti, with all it knows of the person'),
  },
  '/api/sessions/{sessionId}/media/{mediaId}': { get: getMedia, delete: deleteMedia },
  '/api/sessions/{sessionId}/face-capture': { put: putFace },
  '/api/sessions/{sessionId}/configuration': {
    get: read('getConfiguration', 'What a session still needs'),
  },
  '/api/sessions/{sessionId}/tracked-devices': {
    get: read('getTrackedDevices', 'On which devices the person went through it'),
  },
  '/api/supported-documents': { get: listDocuments },
}
