import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { evaluateSession, type OutcomeCriteria } from '../../src/outcome/outcome.js'
import { toResultView } from '../../src/results/to-result-view.js'
import { createTexts } from '../../src/http/texts.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { buildCheck } from '../results/sample-result.js'

type Path = readonly (string | number)[]

const FOLDER = new URL('../fixtures/session-results/', import.meta.url)
const fixtures = readdirSync(FOLDER).map(
  (file) =>
    JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as {
      requested: OutcomeCriteria
      result: object
    },
)
const texts = createTexts()
const ODD_VALUES = [undefined, null, 7, true, 'odd', '', {}, [], [null], { media: {} }]
/** The decision rests on them, so a different value may lead anywhere but to an approval. */
const DECISIVE = /^(state|checks\.\d+\.(type|state|report.*(value|reason))|.*identity_profile.*)$/

function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value)
    ? value.map((entry: unknown, index): [number, unknown] => [index, entry])
    : Object.entries(value)
  return [path, ...entries.flatMap(([key, entry]) => listPaths(entry, [...path, key]))]
}

function change(root: object, path: Path, value: unknown): object {
  const copy = structuredClone(root)
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy)
  Object.assign(parent as object, { [path.at(-1) ?? '']: value })
  return JSON.parse(JSON.stringify(copy)) as object
}

function evaluate(sent: object, requested: OutcomeCriteria) {
  const result = parseSessionResult(sent)
  toResultView({ result, textData: new Map(), mediaUrl: (id) => id, texts })
  return evaluateSession(result, requested)
}

describe('a session result with one odd field', () => {
  const seen = new Set<string>()
  const cases = fixtures.flatMap(({ requested, result }) =>
    listPaths(result).flatMap((path) => {
      // Once for each kind of field.
      const kind = path.map((key) => (typeof key === 'number' ? '0' : key)).join('.')
      if (path.length === 0 || seen.has(kind)) return []
      seen.add(kind)
      return [{ name: path.join('.'), path, requested, result }]
    }),
  )

  it('is tried for every kind of field of the fixtures, which are readable without it', () => {
    expect(cases.length).toBeGreaterThan(150)
    for (const { result } of fixtures) expect(parseSessionResult(result).unreadable).toBeUndefined()
  })

  it.each(cases)('is judged and shown, and never approved for it: $name', (each) => {
    const { name, path, requested, result } = each
    const before = evaluate(result, requested).outcome
    for (const value of ODD_VALUES) {
      const { outcome, reasons } = evaluate(change(result, path, value), requested)
      if (outcome === before) continue
      expect([outcome, name, value]).not.toEqual(['APPROVED', name, value])
      if (!DECISIVE.test(name)) expect([outcome, name, value]).toEqual(['REVIEW', name, value])
      expect(reasons.length + (outcome === 'PENDING' ? 1 : 0)).toBeGreaterThan(0)
    }
  })
})

/** Each may hide the document `b`, which was not checked for authenticity. */
it.each<[Path, unknown]>([
  [['checks', 1, 'resources_used'], undefined],
  [['checks', 1, 'resources_used'], 'b'],
  [['checks', 1, 'resources_used', 1], null],
  [['checks', 1], null],
  [['resources', 'id_documents'], {}],
  [['resources', 'id_documents', 1], null],
  [['resources', 'id_documents', 1], 'b'],
  [['resources', 'id_documents', 1, 'id'], undefined],
  [['resources', 'id_documents', 1, 'id'], {}],
])('two documents of which one is unchecked are not approved for %j as %j', (path, value) => {
  const [authenticity, faceMatch] = ['ID_DOCUMENT_AUTHENTICITY', 'ID_DOCUMENT_FACE_MATCH']
  const result = {
    ...{ session_id: 's', state: 'COMPLETED' },
    resources: { id_documents: [{ id: 'a' }, { id: 'b' }] },
    checks: [
      buildCheck(authenticity, 'APPROVE', { resources_used: ['a'] }),
      buildCheck(faceMatch, 'APPROVE', { resources_used: ['a', 'b'] }),
    ],
  }
  const requested = { requested_checks: [{ type: authenticity }] }
  expect(evaluate(result, requested).outcome).toBe('REVIEW')
  expect(evaluate(change(result, path, value), requested).outcome).toBe('REVIEW')
})
