import { z } from 'zod'
import { IMAGE_TYPES } from './face-capture.js'
import { buildProblemResponses, problemSchema } from './problem.js'
import {
  checkSchema,
  decisionRequestSchema,
  decisionSchema,
  outcomeEventSchema,
  reasonSchema,
  sessionSchema,
} from './public-fields.js'
import { describeQuery, documentsQuerySchema, listQuerySchema } from './query.js'
import { sessionRequestSchema } from './session-request.js'
import {
  createdSessionSchema,
  erasureInProgressSchema,
  sessionListSchema,
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
    paths: buildPaths(),
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

interface Operation {
  operationId: string
  summary: string
  description?: string
  /** Besides those of the path. */
  parameters?: object[]
  requestBody?: object
  responses: Record<number, object>
  /** Statuses of problems that the path and the body do not imply. */
  problems?: number[]
}

const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const toRef = (name: keyof typeof COMPONENTS) => ({ $ref: `#/components/schemas/${name}` })
const requestBody = (name: keyof typeof COMPONENTS) => ({ required: true, ...json(toRef(name)) })
const BINARY = { schema: {} }
const SESSION = { description: 'The session.', ...json(toRef('Session')) }
/** See Yoti's documentation. */
const YOTI_RESPONSE = {
  description: 'The response from Yoti, unchanged.',
  ...json({ type: ['object', 'array'] }),
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'get /api/sessions': {
    operationId: 'listSessions',
    summary: 'List your sessions, the newest first',
    description:
      'As last seen: it asks Yoti nothing. Sessions that are created meanwhile move no other one to another page.',
    parameters: describeQuery(listQuerySchema),
    responses: { 200: { description: 'A page.', ...json(toRef('SessionList')) } },
  },
  'post /api/sessions': {
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
    requestBody: requestBody('SessionRequest'),
    responses: {
      201: {
        description: 'The session.',
        ...json(toRef('CreatedSession')),
        headers: { Location: { schema: { type: 'string', format: 'uri' } } },
      },
    },
    problems: [410, 422],
  },
  'get /api/sessions/{sessionId}': {
    operationId: 'getSession',
    summary: 'Get a session',
    description:
      'Refreshes a session in progress from Yoti first, if it was last refreshed over 3 seconds ago.',
    responses: { 200: SESSION },
  },
  'delete /api/sessions/{sessionId}': {
    operationId: 'eraseSession',
    summary: 'Erase a session on this server and at Yoti',
    responses: {
      202: {
        description: 'It will be erased as soon as Yoti allows it.',
        ...json(toRef('ErasureUnderWay')),
      },
      204: { description: 'Erased.' },
    },
  },
  'post /api/sessions/{sessionId}/decision': {
    operationId: 'decideSession',
    summary: 'Decide a session that needs a review',
    description:
      'Final, and sent as `session.decided`. The same decision by the same person again changes nothing.',
    requestBody: requestBody('DecisionRequest'),
    responses: { 200: SESSION },
  },
  'get /api/sessions/{sessionId}/result': {
    operationId: 'getResult',
    summary: 'Get Yoti’s session result, which contains all data about the user',
    responses: { 200: YOTI_RESPONSE },
  },
  'get /api/sessions/{sessionId}/media/{mediaId}': {
    operationId: 'getMedia',
    summary: 'Get an image or document of a session',
    responses: {
      200: { description: 'The media, unchanged from Yoti.', content: { '*/*': BINARY } },
      204: { description: 'Yoti has it but may not return it.' },
    },
  },
  'delete /api/sessions/{sessionId}/media/{mediaId}': {
    operationId: 'deleteMedia',
    summary: 'Erase an image or document at Yoti',
    responses: { 204: { description: 'Erased.' } },
  },
  'put /api/sessions/{sessionId}/face-capture': {
    operationId: 'putFaceCapture',
    summary: 'Upload the reference face',
    description: 'For a session whose specification has a FACE_CAPTURE from RELYING_BUSINESS.',
    requestBody: {
      required: true,
      description: 'An image of at most 10 MB.',
      content: Object.fromEntries(IMAGE_TYPES.map((type) => [type, BINARY])),
    },
    responses: { 204: { description: 'Uploaded to Yoti.' } },
  },
  'get /api/sessions/{sessionId}/configuration': {
    operationId: 'getConfiguration',
    summary: 'Get the resources that a session still needs',
    responses: { 200: YOTI_RESPONSE },
  },
  'get /api/sessions/{sessionId}/tracked-devices': {
    operationId: 'getTrackedDevices',
    summary: 'List the devices that the user used for the session',
    responses: { 200: YOTI_RESPONSE },
  },
  'get /api/supported-documents': {
    operationId: 'getSupportedDocuments',
    summary: 'List the documents that Yoti supports, by country',
    parameters: describeQuery(documentsQuerySchema),
    responses: { 200: YOTI_RESPONSE },
  },
}

const COMMON_PROBLEMS = [400, 401, 429, 500, 502, 503]

function buildPaths(): object {
  const paths: Record<string, object> = {}
  for (const [route, { problems = [], ...operation }] of Object.entries(OPERATIONS)) {
    const [method = '', path = ''] = route.split(' ')
    const ids = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
      return { name, in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
    })
    const statuses = [
      ...COMMON_PROBLEMS,
      ...(ids.length > 0 ? [404] : []),
      // What belongs to a session depends on its state.
      ...(path.includes('}/') ? [409, 410, 422] : []),
      ...(operation.requestBody === undefined ? [] : [413, 415]),
      ...problems,
    ]
    const parameters = [...ids, ...(operation.parameters ?? [])]
    const responses = { ...operation.responses }
    for (const status of statuses) {
      responses[status] = { $ref: `#/components/responses/Problem${status}` }
    }
    paths[path] = { ...paths[path], [method]: { ...operation, parameters, responses } }
  }
  return paths
}

const OUTCOME_WEBHOOK = {
  summary: 'A session ended, was decided or was erased',
  description:
    'Sent to OUTCOME_WEBHOOK_URL with a Standard Webhooks signature, and retried for about six days until the response is 2xx.',
  security: [],
  requestBody: requestBody('OutcomeEvent'),
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
