import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { COMPONENTS, createOpenApiDocument } from '../../src/api/openapi.js'
import { createApp } from '../../src/app.js'
import { API_ERRORS } from '../../src/errors.js'
import { callApi, capture, CHECKS_DONE_MS, readMediaId, SHOP_SECRET } from '../journeys/journey.js'
import { listRoutes } from '../journeys/list-routes.js'
import { startStack, type Stack } from '../support/start-stack.js'

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

const document = JSON.parse(
  JSON.stringify(createOpenApiDocument('https://verify.example.com')),
) as Document
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

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

let stack: Stack
beforeAll(async () => {
  const returns = { RETURN_URL_ORIGINS: 'https://shop.example.com' }
  stack = await startStack({ env: { API_KEYS: `shop:${SHOP_SECRET}`, ...returns } })
})
afterAll(async () => {
  await stack[Symbol.asyncDispose]()
})

describe('the OpenAPI document', () => {
  it('is served without an API key, and describes exactly the routes of the API', async () => {
    const response = await fetch(`${stack.baseUrl}/openapi.json`)
    expect(await response.json()).toEqual({ ...document, servers: [{ url: stack.baseUrl }] })
    const served = listRoutes(createApp(stack.context))
      .filter(({ path }) => path.includes('/api/'))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
    const described = operations.map(({ method, path }) => `${method} ${path}`)
    expect(new Set(described)).toEqual(new Set(served))
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
    expect((await callApi(stack, 'POST', '/api/sessions', body)).status).toBe(201)
  })

  it('documents the response of each operation', async () => {
    const order = { userReference: 'user-of-all', scenario: 'watchlist-hit' }
    const created = await callApi(stack, 'POST', '/api/sessions', order)
    const sessionId = await capture(stack, created)
    await stack.advanceTime(CHECKS_DONE_MS)
    const mediaId = await readMediaId(stack, sessionId)
    const isErasure = ({ path, method }: (typeof operations)[number]) =>
      method !== 'delete' ? 0 : path.includes('media') ? 1 : 2
    for (const each of operations.toSorted((a, b) => isErasure(a) - isErasure(b))) {
      const { path, method, operation } = each
      const [[type, { schema: body }] = ['none', {}]] = Object.entries(
        operation.requestBody?.content ?? {},
      )
      const [example] = resolveSchema(body)?.examples ?? []
      const response = await fetch(
        stack.baseUrl + path.replace('{sessionId}', sessionId).replace('{mediaId}', mediaId),
        {
          method: method.toUpperCase(),
          headers: { Authorization: `Bearer ${SHOP_SECRET}`, 'Content-Type': type },
          ...(type === 'none' ? {} : { body: JSON.stringify(example ?? 'a face') }),
        },
      )
      // The session expects no face.
      const expected = method === 'put' ? 409 : Number(Object.keys(operation.responses)[0])
      expect([path, method, response.status]).toEqual([
        path,
        method,
        method === 'delete' ? 204 : expected,
      ])
      const documented = operation.responses[response.status]
      expect(documented).toBeDefined()
      const schema = documented?.content?.['application/json']?.schema
      if (schema === undefined) await response.body?.cancel()
      else {
        expect(parseSchema(schema).safeParse(await response.json())).toMatchObject({
          success: true,
        })
      }
    }
  })
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
