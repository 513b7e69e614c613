import { z } from 'zod'
import { decisionSchema, outcomeEventSchema, reasonSchema } from '../sessions/public-fields.js'
import { IMAGE_TYPES } from './face-capture.js'
import { buildProblemResponses, problemRefs, problemSchema } from './problem.js'
import { describeQuery } from './query.js'
import { documentsQuerySchema } from './resource-routes.js'
import { decisionRequestSchema, listQuerySchema, sessionListSchema } from './review-routes.js'
import { sessionRequestSchema } from './session-request.js'
import {
  checkSchema,
  createdSessionSchema,
  erasureInProgressSchema,
  sessionSchema,
} from './session-response.js'

/** By their names in the document. */
export const COMPONENTS = {
  SessionRequest: sessionRequestSchema,
  CreatedSession: createdSessionSchema,
  Session: sessionSchema,
  SessionList: sessionListSchema,
  DecisionRequest: decisionRequestSchema,
  Decision: decisionSchema,
  Reason: reasonSchema,
  Check: checkSchema,
  ErasureUnderWay: erasureInProgressSchema,
  OutcomeEvent: outcomeEventSchema,
  Problem: problemSchema,
}

/** Generated from the schemas that validate requests and type responses. */
export function createOpenApiDocument(baseUrl: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Identity verification',
      version: '1',
      description: `For the backend of a signup page: create a session for a user, redirect the
user's browser to its \`url\`, and get the outcome by webhook or by polling.`,
    },
    servers: [{ url: baseUrl }],
    security: [{ apiKey: [] }],
    paths: PATHS,
    webhooks: { outcome: { post: OUTCOME_WEBHOOK } },
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A secret of CALLERS_FILE, or the part of an API_KEYS entry after `caller:`.',
        },
      },
      schemas: buildSchemas(),
      responses: buildProblemResponses(),
    },
  }
}

const json = (schema: object) => ({ 'application/json': { schema } })
const schemaRef = (name: keyof typeof COMPONENTS) => ({ $ref: `#/components/schemas/${name}` })
const jsonResponse = (description: string, schema: object) => ({
  description,
  content: json(schema),
})

const COMMON_PROBLEMS = problemRefs(400, 401, 429, 500, 502, 503)
const SESSION_PROBLEMS = { ...COMMON_PROBLEMS, ...problemRefs(404) }
const YOTI_PROBLEMS = { ...SESSION_PROBLEMS, ...problemRefs(409, 410, 422) }

const UUID = { type: 'string', format: 'uuid' }
const SESSION_ID = { name: 'sessionId', in: 'path', required: true, schema: UUID }
const MEDIA_ID = { name: 'mediaId', in: 'path', required: true, schema: UUID }
const BINARY = { schema: {} }
/** See Yoti's documentation. */
const YOTI_RESPONSE = jsonResponse('The response from Yoti, unchanged.', {
  type: ['object', 'array'],
})
const getFromYoti = (operationId: string, summary: string) => ({
  get: {
    operationId,
    summary,
    parameters: [SESSION_ID],
    responses: { 200: YOTI_RESPONSE, ...YOTI_PROBLEMS },
  },
})

const PATHS = {
  '/api/sessions': {
    get: {
      operationId: 'listSessions',
      summary: 'List your sessions, the newest first',
      description:
        'As last seen: it asks Yoti nothing. Sessions that are created meanwhile move no other one to another page.',
      parameters: describeQuery(listQuerySchema),
      responses: { 200: jsonResponse('A page.', schemaRef('SessionList')), ...COMMON_PROBLEMS },
    },
    post: {
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
      requestBody: { required: true, content: json(schemaRef('SessionRequest')) },
      responses: {
        201: {
          ...jsonResponse('The session.', schemaRef('CreatedSession')),
          headers: { Location: { schema: { type: 'string', format: 'uri' } } },
        },
        ...COMMON_PROBLEMS,
        ...problemRefs(410, 413, 415, 422),
      },
    },
  },
  '/api/sessions/{sessionId}': {
    get: {
      operationId: 'getSession',
      summary: 'Get a session',
      description:
        'Refreshes a session in progress from Yoti first, if it was last refreshed over 3 seconds ago.',
      parameters: [SESSION_ID],
      responses: { 200: jsonResponse('The session.', schemaRef('Session')), ...SESSION_PROBLEMS },
    },
    delete: {
      operationId: 'eraseSession',
      summary: 'Erase a session on this server and at Yoti',
      parameters: [SESSION_ID],
      responses: {
        202: jsonResponse(
          'It will be erased as soon as Yoti allows it.',
          schemaRef('ErasureUnderWay'),
        ),
        204: { description: 'Erased.' },
        ...SESSION_PROBLEMS,
      },
    },
  },
  '/api/sessions/{sessionId}/decision': {
    post: {
      operationId: 'decideSession',
      summary: 'Decide a session that needs a review',
      description:
        'Final, and sent as `session.decided`. The same decision by the same person again changes nothing.',
      parameters: [SESSION_ID],
      requestBody: { required: true, content: json(schemaRef('DecisionRequest')) },
      responses: {
        200: jsonResponse('The session.', schemaRef('Session')),
        ...YOTI_PROBLEMS,
        ...problemRefs(413, 415),
      },
    },
  },
  '/api/sessions/{sessionId}/result': getFromYoti(
    'getResult',
    'Get Yoti’s session result, which contains all data about the user',
  ),
  '/api/sessions/{sessionId}/media/{mediaId}': {
    get: {
      operationId: 'getMedia',
      summary: 'Get an image or document of a session',
      parameters: [SESSION_ID, MEDIA_ID],
      responses: {
        200: { description: 'The media, unchanged from Yoti.', content: { '*/*': BINARY } },
        204: { description: 'Yoti has it but may not return it.' },
        ...YOTI_PROBLEMS,
      },
    },
    delete: {
      operationId: 'deleteMedia',
      summary: 'Erase an image or document at Yoti',
      parameters: [SESSION_ID, MEDIA_ID],
      responses: { 204: { description: 'Erased.' }, ...YOTI_PROBLEMS },
    },
  },
  '/api/sessions/{sessionId}/face-capture': {
    put: {
      operationId: 'putFaceCapture',
      summary: 'Upload the reference face',
      description: 'For a session whose specification has a FACE_CAPTURE from RELYING_BUSINESS.',
      parameters: [SESSION_ID],
      requestBody: {
        required: true,
        description: 'An image of at most 10 MB.',
        content: Object.fromEntries(IMAGE_TYPES.map((type) => [type, BINARY])),
      },
      responses: {
        204: { description: 'Uploaded to Yoti.' },
        ...YOTI_PROBLEMS,
        ...problemRefs(413, 415),
      },
    },
  },
  '/api/sessions/{sessionId}/configuration': getFromYoti(
    'getConfiguration',
    'Get the resources that a session still needs',
  ),
  '/api/sessions/{sessionId}/tracked-devices': getFromYoti(
    'getTrackedDevices',
    'List the devices that the user used for the session',
  ),
  '/api/supported-documents': {
    get: {
      operationId: 'getSupportedDocuments',
      summary: 'List the documents that Yoti supports, by country',
      parameters: describeQuery(documentsQuerySchema),
      responses: { 200: YOTI_RESPONSE, ...COMMON_PROBLEMS },
    },
  },
}

const OUTCOME_WEBHOOK = {
  summary: 'A session ended, was decided or was erased',
  description:
    'Sent to OUTCOME_WEBHOOK_URL with a Standard Webhooks signature, and retried for about six days until the response is 2xx.',
  security: [],
  requestBody: { required: true, content: json(schemaRef('OutcomeEvent')) },
  responses: { '204': { description: 'Received.' } },
}

function buildSchemas(): object {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _uri, ...schema }]) => [
      id,
      schema,
    ]),
  )
}
