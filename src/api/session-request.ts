import { hash } from 'node:crypto'
import { z } from 'zod'
import type { ApiCaller } from '../config/callers.js'
import { PublicError, type FieldError } from '../errors.js'
import { parsePreset, type Preset, type SessionScenario } from '../sessions/preset.js'
import type { Order } from '../sessions/orders.js'
import { describeIssues } from '../yoti/describe-issues.js'
import { SessionSpecError } from '../yoti/session-spec.js'
import { opaqueId } from './public-fields.js'

const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/
const MAX_SPEC_DEPTH = 20

const jsonObject = z
  .record(z.string(), z.unknown())
  .refine((value) => !exceedsDepth(value, MAX_SPEC_DEPTH), { error: 'expected less nesting' })

export const sessionRequestSchema = z
  .strictObject({
    userReference: opaqueId.meta({
      description: 'Your own id for the user. Do not use personal data, because Yoti receives it.',
      examples: ['user-4711'],
    }),
    returnUrl: z
      .string()
      .max(2000)
      .refine(isReturnUrl, {
        error: 'expected an absolute https URL without credentials (http on loopback only)',
      })
      .exactOptional()
      .meta({
        description:
          'Where the user returns to, with `sessionId` added. Its origin must be allowed by RETURN_URL_ORIGINS or CALLERS_FILE.',
        format: 'uri',
        examples: ['https://shop.example.com/signup/verified'],
      }),
    locale: z
      .string()
      .max(35)
      .refine(isLanguageTag, { error: 'expected a language tag such as de or en-GB' })
      .exactOptional()
      .meta({
        description:
          'The language of the pages, if this server has it. Default: the language of the browser.',
        examples: ['de', 'en-GB'],
      }),
    preset: z
      .string()
      .min(1)
      .exactOptional()
      .meta({
        description: 'The name of a session specification of this server.',
        examples: ['default'],
      }),
    spec: jsonObject.exactOptional().meta({
      description:
        'Your own session specification instead of a preset: the body of Yoti’s POST /sessions without the fields that this server sets.',
    }),
    scenario: z
      .union([z.string().min(1), jsonObject], { error: 'expected a name or an object' })
      .exactOptional()
      .meta({
        description:
          'A test outcome instead of a preset: the name of a scenario, or an object as in scenarios/scenario.schema.json, of which name, title, description and expect may be omitted. Rejected on live.',
        examples: ['tampered-passport'],
      }),
  })
  .refine(({ preset, spec }) => preset === undefined || spec === undefined, {
    path: ['spec'],
    error: 'cannot be combined with preset: remove one of them',
  })
  .refine(
    ({ preset, spec, scenario }) => scenario === undefined || (preset ?? spec) === undefined,
    {
      path: ['scenario'],
      error: 'cannot be combined with preset or spec: remove one of them',
    },
  )
  .meta({
    description: 'The user to verify, and at most one of preset, spec and scenario.',
    not: {
      anyOf: [
        ['preset', 'spec'],
        ['preset', 'scenario'],
        ['spec', 'scenario'],
      ].map((required) => ({ required })),
    },
    examples: [
      { userReference: 'user-4711' },
      {
        userReference: 'user-4711',
        returnUrl: 'https://shop.example.com/signup/verified',
        preset: 'default',
      },
      { userReference: 'user-4711', scenario: 'tampered-passport' },
      {
        userReference: 'user-4711',
        spec: {
          requested_checks: [
            { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
          ],
        },
      },
    ],
  })

export type SessionRequest = z.infer<typeof sessionRequestSchema>

export interface SessionRequestRules {
  caller: Pick<ApiCaller, 'presets' | 'returnUrlOrigins'>
  presets: ReadonlyMap<string, Preset>
  scenarios:
    | {
        resolve(value: string | object): {
          scenario?: SessionScenario
          errors?: readonly FieldError[]
        }
      }
    | undefined
}

/** Name of the preset that is the `spec` of a request. */
export const INLINE_PRESET = 'spec'

/** @throws PublicError */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(body)
  return parsed.success ? parsed.data : throwValidationError(describeIssues(parsed.error, body))
}

/** Parses the body and the Idempotency-Key of `POST /api/sessions`. */
export function parseSessionRequest(
  body: unknown,
  idempotencyKey: string | undefined,
  rules: SessionRequestRules,
): Omit<Order, 'callerHash'> {
  const request = parseBody(sessionRequestSchema, body)
  const { preset: presetName = rules.caller.presets?.[0], spec, scenario: chosen } = request
  const { scenario, errors = [] } =
    chosen === undefined ? {} : (rules.scenarios?.resolve(chosen) ?? NO_SCENARIOS)
  const fieldErrors = [...findFieldErrors(request, rules), ...errors]
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    const message = 'expected 1 to 255 printable ASCII characters'
    fieldErrors.push({ path: 'header.Idempotency-Key', message })
  }
  if (fieldErrors.length > 0) throwValidationError(fieldErrors)

  const { userReference, returnUrl, locale } = request
  return {
    userReference,
    returnUrl,
    locale,
    preset: spec === undefined ? rules.presets.get(presetName ?? '') : parseSpec(spec),
    scenario,
    idempotency:
      idempotencyKey === undefined
        ? undefined
        : { keyHash: sha256(idempotencyKey), bodyHash: sha256Json(request) },
  }
}

const NO_SCENARIOS = {
  errors: [{ path: 'scenario', message: 'scenarios are not available on this server; omit it' }],
  scenario: undefined,
}

function findFieldErrors(
  { preset, spec, returnUrl }: SessionRequest,
  { caller, presets }: SessionRequestRules,
): FieldError[] {
  const fieldErrors: FieldError[] = []
  const presetNames = caller.presets ?? [...presets.keys()]
  if (spec !== undefined && caller.presets !== undefined) {
    const message = `is not available to this caller: use preset with ${presetNames.join(' or ')}`
    fieldErrors.push({ path: 'spec', message })
  }
  if (preset !== undefined && !presetNames.includes(preset)) {
    fieldErrors.push({ path: 'preset', message: `expected ${presetNames.join(' or ')}` })
  }
  if (returnUrl !== undefined) {
    const { origin, searchParams } = new URL(returnUrl)
    if (!caller.returnUrlOrigins.includes(origin)) {
      const message = 'expected an origin that RETURN_URL_ORIGINS or CALLERS_FILE allows'
      fieldErrors.push({ path: 'returnUrl', message })
    }
    if (searchParams.has('sessionId')) {
      const message = 'expected no sessionId in the query, because this server adds it'
      fieldErrors.push({ path: 'returnUrl', message })
    }
  }
  return fieldErrors
}

function parseSpec(spec: object): Preset {
  try {
    return parsePreset(spec, INLINE_PRESET)
  } catch (err) {
    if (err instanceof SessionSpecError) throwValidationError(err.problems)
    throw err
  }
}

function throwValidationError(errors: readonly FieldError[]): never {
  throw new PublicError('VALIDATION', { errors })
}

/** Checks the syntax only. The caller’s origins then limit the origin, and http to loopback. */
function isReturnUrl(text: string): boolean {
  // `new URL` silently corrects malformed URLs, which are rejected here.
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(text) || text.includes('\\') || !URL.canParse(text)) {
    return false
  }
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

function exceedsDepth(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((inner) => exceedsDepth(inner, depth - 1))
}

function sha256(text: string): string {
  return hash('sha256', text, 'base64url')
}

/** Does not depend on the order of fields. */
function sha256Json(value: unknown): string {
  const sortFields = (_key: string, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each
  return sha256(JSON.stringify(value, sortFields))
}
