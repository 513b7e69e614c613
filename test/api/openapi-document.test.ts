import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Router } from 'express'
import supertest from 'supertest'
import { z } from 'zod'
import { createApiKeyAuth } from '../../src/api/api-key-auth.js'
import { createApiRoutes } from '../../src/api/api-routes.js'
import { createOpenApiDocument } from '../../src/api/openapi-document.js'
import { COMPONENTS } from '../../src/api/openapi/components.js'
import { PROBLEMS } from '../../src/api/problems.js'
import {
  BASE_URL,
  createTestApi,
  createApiClient,
  createFakeSessions,
  createFakeYoti,
  MEDIA_ID,
  disabledRateLimits,
} from './api-fixture.js'

type Json = Record<string, unknown>
interface Operation extends Json {
  operationId: string
  requestBody?: { content: Record<string, unknown> }
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: Json }> }>
}
interface Document extends Json {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json>; responses: Record<string, Json> }
}

const document = JSON.parse(JSON.stringify(createOpenApiDocument(BASE_URL))) as Document
const { schemas, responses } = document.components

/** A schema of the document as it is published, with what it refers to. */
function readSchema(schema: Json): z.ZodType {
  // What may not come together is read by hand: zod reads no `not`.
  const leaveOutNot = (key: string, value: unknown) => (key === 'not' ? undefined : value)
  const text = JSON.stringify({ ...schema, $defs: schemas }, leaveOutNot)
  return z.fromJSONSchema(
    JSON.parse(
      text.replaceAll('#/components/schemas/', '#/$defs/'),
    ) as z.core.JSONSchema.JSONSchema,
  )
}

/** Every example of the document, where it is, and the schema that it is of. */
function listExamples(node: unknown, at = ''): [at: string, schema: Json, example: unknown][] {
  if (typeof node !== 'object' || node === null) return []
  const { examples, schema } = node as { examples?: unknown; schema?: Json }
  const own: [string, Json, unknown][] = Array.isArray(examples)
    ? examples.map((example: unknown, index) => [`${at}#${index}`, node as Json, example])
    : Object.entries((examples ?? {}) as Record<string, { value: unknown }>).map(
        ([name, { value }]) => [`${at}#${name}`, schema ?? {}, value],
      )
  const inner = Object.entries(node).filter(([name]) => name !== 'examples')
  return [...own, ...inner.flatMap(([name, value]) => listExamples(value, `${at}/${name}`))]
}

/** `METHOD /path` of every route of a router, parameters as OpenAPI writes them. */
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
  it('says of every route that a wrong key is refused, and too many of them', () => {
    for (const { operation } of operations) {
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '429']))
    }
  })

  it('is served to everybody', async () => {
    const { sessions } = createFakeSessions()
    const answer = await supertest(createTestApi({ sessions })).get('/openapi.json')
    expect(answer.status).toBe(200)
    expect(answer.type).toBe('application/json')
    expect(answer.body).toEqual(document)
    expect(answer.body).toMatchObject({ openapi: '3.1.0', servers: [{ url: BASE_URL }] })
  })

  it('has the routes that there are, and no other', () => {
    const routes = createApiRoutes({
      ...createFakeSessions(),
      ...createFakeYoti(),
      apiAuth: createApiKeyAuth([], disabledRateLimits.api),
      rateLimit: disabledRateLimits.plain,
      returnUrlOrigins: [],
      presetNames: [],
      scenarios: undefined,
      baseUrl: BASE_URL,
    })
    const served = new Set(listRoutes(routes).filter((route) => route !== 'get /openapi.json'))
    expect(new Set(operations.map(({ method, path }) => `${method} ${path}`))).toEqual(served)
  })

  it('refers to nothing that it does not have', () => {
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? []
    expect(references.length).toBeGreaterThan(20)
    for (const reference of new Set(references)) {
      const path = reference.slice('"$ref":"#/'.length, -1).split('/')
      const found = path.reduce<unknown>((node, name) => (node as Json)[name], document)
      expect([reference, typeof found]).toEqual([reference, 'object'])
    }
  })

  it.each(operations)('tells what may go wrong at $method $path', ({ path, operation }) => {
    const expected = [
      '401',
      '500',
      '503',
      ...(path.includes('{sessionId}') ? ['404'] : []),
      ...(path.includes('{sessionId}/') ? ['409', '410'] : []),
      ...(operation.requestBody === undefined ? [] : ['400', '413', '415']),
    ]
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(expected))
  })

  it('names every operation once', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    expect(new Set(names).size).toBe(names.length)
  })

  const examples = listExamples(document)

  it('has an example for each schema and each problem', () => {
    const places = examples.map(([at]) => at)
    for (const name of Object.keys(COMPONENTS).filter((name) => name !== 'Problem')) {
      expect(places).toContain(`/components/schemas/${name}#0`)
    }
    for (const [code, [status]] of Object.entries(PROBLEMS)) {
      const content = `Problem${status}/content/application/problem+json`
      expect(places).toContain(`/components/responses/${content}#${code}`)
    }
  })

  it.each(examples)('is right in its example %s', (_at, schema, example) => {
    expect(readSchema(schema).safeParse(example)).toMatchObject({ success: true })
  })

  it('refuses what the server refuses', () => {
    const asPublished = readSchema({ $ref: '#/components/schemas/SessionRequest' })
    for (const body of [
      {},
      { userReference: 'Ada Secret' },
      { userReference: 'u', nickname: 'x' },
      { userReference: 'u', returnUrl: 'x'.repeat(2001) },
    ]) {
      expect(asPublished.safeParse(body).success).toBe(false)
      expect(COMPONENTS.SessionRequest.safeParse(body).success).toBe(false)
    }
  })

  it('says which fields exclude each other, as the server does', () => {
    const { not } = schemas.SessionRequest as { not?: { anyOf: { required: string[] }[] } }
    const ways = { preset: 'default', spec: {}, scenario: 'tampered-passport' }
    const pairs = [
      ['preset', 'spec'],
      ['preset', 'scenario'],
      ['spec', 'scenario'],
    ] as const
    expect(not?.anyOf.map(({ required }) => required)).toEqual(pairs)
    for (const [one, other] of pairs) {
      const body = { userReference: 'u', [one]: ways[one], [other]: ways[other] }
      expect(COMPONENTS.SessionRequest.safeParse(body).success).toBe(false)
    }
  })

  const requests = (schemas.SessionRequest?.examples ?? []) as object[]

  it.each(requests)('has a request that works: %j', async (body) => {
    const { sessions } = createFakeSessions()
    const answer = await createApiClient(createTestApi({ sessions }))
      .post('/api/sessions')
      .send(body)
    expect(answer.status).toBe(201)
  })

  it.each(operations)('tells what $method $path answers', async ({ path, method, operation }) => {
    const { sessions, keep: addSession } = createFakeSessions()
    const api = createTestApi({ sessions })
    const { sessionId } = addSession({ state: 'COMPLETED' })
    const url = path.replace('{sessionId}', sessionId).replace('{mediaId}', MEDIA_ID)
    const [type = 'none'] = Object.keys(operation.requestBody?.content ?? {})
    const send = (secret?: string) => {
      const request = createApiClient(api, secret)[method as 'get' | 'post' | 'put' | 'delete'](url)
      if (type === 'none') return request
      const body = type === 'application/json' ? JSON.stringify(requests[0]) : Buffer.alloc(9)
      return request.set('Content-Type', type).send(body)
    }
    const answer = await send()
    const described = operation.responses[answer.status]
    expect(answer.status).toBeLessThan(300)
    expect(described).toBeDefined()
    const schema = described?.content?.['application/json']?.schema
    if (schema !== undefined) {
      expect(readSchema(schema).safeParse(answer.body)).toMatchObject({ success: true })
    }
    expect((await send('wrong')).status).toBe(401)
    expect(operation.responses).toHaveProperty('401')
  })
})

describe('docs/api.md', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8')

  it.each(Object.entries(PROBLEMS))('explains %s', (code, [status]) => {
    expect(guide).toMatch(new RegExp(`\\| \`${code}\` +\\| ${status} `))
  })

  it.each(operations)('names $method $path', ({ method, path }) => {
    const route = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`
    expect(guide).toContain(`\`${route}\``)
  })

  it('shows requests that work', () => {
    const blocks = [...guide.matchAll(/```json request\n([^`]+)```/g)].map(([, text = '']) => text)
    expect(blocks.length).toBeGreaterThan(0)
    for (const block of blocks) {
      expect(COMPONENTS.SessionRequest.safeParse(JSON.parse(block))).toMatchObject({
        success: true,
      })
    }
  })
})

it('describes one response for each status of a problem', () => {
  const statuses = new Set(Object.values(PROBLEMS).map(([status]) => `Problem${status}`))
  expect(new Set(Object.keys(responses))).toEqual(statuses)
})
