import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Router } from 'express'
import supertest from 'supertest'
import { z } from 'zod'
import { COMPONENTS, createOpenApiDocument } from '../../src/api/openapi.js'
import { API_ERRORS } from '../../src/errors.js'
import {
  BASE_URL,
  createTestApi,
  createApiClient,
  createFakeSessions,
  createTestRoutes,
  MEDIA_ID,
} from './api-fixture.js'

type Json = Record<string, unknown>
interface Operation extends Json {
  operationId: string
  requestBody?: { content: Record<string, { schema?: { $ref?: string } }> }
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Json }> }>
}
interface Document extends Json {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json>; responses: Record<string, Json> }
}

const document = JSON.parse(JSON.stringify(createOpenApiDocument(BASE_URL))) as Document
const { schemas } = document.components

function parseSchema(schema: Json): z.ZodType {
  // Zod does not support `not`, which a test of its own covers.
  const omitNot = (key: string, value: unknown) => (key === 'not' ? undefined : value)
  const text = JSON.stringify({ ...schema, $defs: schemas }, omitNot)
  return z.fromJSONSchema(
    JSON.parse(
      text.replaceAll('#/components/schemas/', '#/$defs/'),
    ) as z.core.JSONSchema.JSONSchema,
  )
}

function resolveSchema(schema: { $ref?: string } = {}): { examples?: unknown[] } | undefined {
  return schemas[schema.$ref?.replace('#/components/schemas/', '') ?? '']
}

/** Every example with its location and its schema. */
function listExamples(
  node: unknown,
  location = '',
): [location: string, schema: Json, example: unknown][] {
  if (typeof node !== 'object' || node === null) return []
  const { examples, schema } = node as { examples?: unknown; schema?: Json }
  const own: [string, Json, unknown][] = Array.isArray(examples)
    ? examples.map((example: unknown, index) => [`${location}#${index}`, node as Json, example])
    : Object.entries((examples ?? {}) as Record<string, { value: unknown }>).map(
        ([name, { value }]) => [`${location}#${name}`, schema ?? {}, value],
      )
  const inner = Object.entries(node).filter(([name]) => name !== 'examples')
  return [...own, ...inner.flatMap(([name, value]) => listExamples(value, `${location}/${name}`))]
}

/** `METHOD /path` of every route, with parameters in OpenAPI's notation. */
function listRoutes(router: Router): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route !== undefined) {
      const path = route.path.replace(/:(\w+)/g, '{$1}')
      return route.stack.map(({ method }) => `${method} ${path}`)
    }
    return 'stack' in handle ? listRoutes(handle as unknown as Router) : []
  })
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

describe('the OpenAPI document', () => {
  it('is served without an API key', async () => {
    const response = await supertest(createTestApi()).get('/openapi.json')
    expect(response.status).toBe(200)
    expect(response.type).toBe('application/json')
    expect(response.body).toEqual(document)
    expect(response.body).toMatchObject({ openapi: '3.1.0', servers: [{ url: BASE_URL }] })
  })

  it('describes exactly the routes of the API', () => {
    const routes = listRoutes(createTestRoutes())
    const served = new Set(routes.filter((route) => route !== 'get /openapi.json'))
    expect(new Set(operations.map(({ method, path }) => `${method} ${path}`))).toEqual(served)
  })

  it('resolves every $ref', () => {
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? []
    expect(references.length).toBeGreaterThan(20)
    for (const reference of new Set(references)) {
      const path = reference.slice('"$ref":"#/'.length, -1).split('/')
      const found = path.reduce<unknown>((node, name) => (node as Json)[name], document)
      expect([reference, typeof found]).toEqual([reference, 'object'])
    }
  })

  it.each(operations)('documents the problems of $method $path', ({ path, operation }) => {
    const expected = [
      ...['400', '401', '429', '500', '502', '503'],
      ...(path.includes('{sessionId}') ? ['404'] : []),
      ...(path.includes('{sessionId}/') ? ['409', '410'] : []),
      ...(operation.requestBody === undefined ? [] : ['413', '415']),
    ]
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(expected))
  })

  const examples = listExamples(document)

  it('has an example for each schema and each problem', () => {
    const locations = examples.map(([location]) => location)
    for (const name of Object.keys(COMPONENTS).filter((name) => name !== 'Problem')) {
      expect(locations).toContain(`/components/schemas/${name}#0`)
    }
    for (const [code, [status]] of Object.entries(API_ERRORS)) {
      const content = `Problem${status}/content/application/problem+json`
      expect(locations).toContain(`/components/responses/${content}#${code}`)
    }
  })

  it.each(examples)('has a valid example at %s', (_location, schema, example) => {
    expect(parseSchema(schema).safeParse(example)).toMatchObject({ success: true })
  })

  it.each([
    [{}],
    [{ userReference: 'Ada Secret' }],
    [{ userReference: 'u', nickname: 'x' }],
    [{ userReference: 'u', returnUrl: 'x'.repeat(2001) }],
  ])('rejects the request %j, as the server does', (body) => {
    const published = parseSchema({ $ref: '#/components/schemas/SessionRequest' })
    expect(published.safeParse(body).success).toBe(false)
    expect(COMPONENTS.SessionRequest.safeParse(body).success).toBe(false)
  })

  it('excludes the same combinations of fields as the server', () => {
    const { not } = schemas.SessionRequest as { not?: { anyOf: { required: string[] }[] } }
    const values: Json = { preset: 'default', spec: {}, scenario: 'tampered-passport' }
    const pairs = not?.anyOf.map(({ required }) => required) ?? []
    expect(pairs).toHaveLength(3)
    for (const pair of pairs) {
      const fields = Object.fromEntries(pair.map((name) => [name, values[name]]))
      const { error } = COMPONENTS.SessionRequest.safeParse({ userReference: 'u', ...fields })
      expect(error?.issues).toMatchObject([{ path: [pair[1]] }])
    }
  })

  const requests = (schemas.SessionRequest?.examples ?? []) as object[]

  it.each(requests)('has an example request that gets 201: %j', async (body) => {
    const response = await createApiClient(createTestApi()).post('/api/sessions').send(body)
    expect(response.status).toBe(201)
  })

  it.each(operations)(
    'documents the response of $method $path',
    async ({ path, method, operation }) => {
      const { sessions, addSession } = createFakeSessions()
      const api = createTestApi({ sessions })
      const { sessionId } = addSession({ state: 'COMPLETED' })
      const url = path.replace('{sessionId}', sessionId).replace('{mediaId}', MEDIA_ID)
      const [[type, { schema: bodySchema }] = ['none', {}]] = Object.entries(
        operation.requestBody?.content ?? {},
      )
      const [example] = resolveSchema(bodySchema)?.examples ?? []
      const send = (secret?: string) => {
        const request = createApiClient(api, secret)[method as 'get' | 'post' | 'put' | 'delete'](
          url,
        )
        if (type === 'none') return request
        const body = type === 'application/json' ? JSON.stringify(example) : Buffer.alloc(9)
        return request.set('Content-Type', type).send(body)
      }
      const response = await send()
      const documented = operation.responses[response.status]
      expect(response.status).toBeLessThan(300)
      expect(documented).toBeDefined()
      const schema = documented?.content?.['application/json']?.schema
      if (schema !== undefined) {
        expect(parseSchema(schema).safeParse(response.body)).toMatchObject({ success: true })
      }
      expect((await send('wrong')).status).toBe(401)
    },
  )
})

describe('docs/api.md', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8')

  it.each(Object.entries(API_ERRORS))('lists %s', (code, [status]) => {
    expect(guide).toMatch(new RegExp(`\\| \`${code}\` +\\| ${status} `))
  })

  it.each(operations)('lists $method $path', ({ method, path }) => {
    const route = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`
    expect(guide).toContain(`\`${route}\``)
  })

  it('shows valid requests', () => {
    const blocks = [...guide.matchAll(/```json request\n([^`]+)```/g)].map(([, text = '']) => text)
    expect(blocks.length).toBeGreaterThan(0)
    for (const block of blocks) {
      expect(COMPONENTS.SessionRequest.safeParse(JSON.parse(block))).toMatchObject({
        success: true,
      })
    }
  })
})
