import { z } from 'zod'
import { API_PATHS } from './openapi/paths.js'
import { buildProblemResponses } from './openapi/problem-responses.js'
import { COMPONENTS } from './openapi/components.js'

const INTRODUCTION = `For the backend of a signup page: create a session for a user, redirect the
user's browser to its \`url\`, and get the outcome by webhook or by polling.`

/** Generated from the schemas that validate requests and type responses. */
export function createOpenApiDocument(baseUrl: string): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Identity verification', version: '1', description: INTRODUCTION },
    servers: [{ url: baseUrl }],
    security: [{ apiKey: [] }],
    paths: API_PATHS,
    webhooks: { outcome: { post: OUTCOME_WEBHOOK } },
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'The part of an API_KEYS entry after `caller:`.',
        },
      },
      schemas: buildSchemas(),
      responses: buildProblemResponses(),
    },
  }
}

const OUTCOME_WEBHOOK = {
  summary: 'A session ended or was erased',
  description:
    'Sent to OUTCOME_WEBHOOK_URL with a Standard Webhooks signature, and retried for about six days until the response is 2xx.',
  security: [],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/OutcomeEvent' } } },
  },
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
