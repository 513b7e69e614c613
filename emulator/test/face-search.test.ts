import { afterAll, describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first } from './response-json.js'
import { reportAs, searchFace } from './session-spec.js'

const POOL = 'a1f3c0de-52a7-4c0b-9f1e-55b1a2d3e4f5'
const HIT = [
  { name: 'matching_pool', value: POOL },
  { name: 'matching_applicant', value: expect.stringMatching(/^[0-9a-f-]{36}$/) },
]

const LIVENESS = { type: 'LIVENESS', config: { liveness_type: 'STATIC' } }
const world = await startEmulatorFixture()

afterAll(() => world.emulator.close())

async function complete(checks: object[], ...templates: string[]) {
  await world.configure(reportAs('FAMILIAR_FACE_SEARCH', ...templates))
  const { path, endUser } = await world.createSession({ requested_checks: [LIVENESS, ...checks] })
  await endUser.captureLiveness()
  await endUser.finish()
  await world.clock.advance(60_000)
  const result = await world.read(path)
  const searches = result.checks.filter(({ type }) => type === 'FAMILIAR_FACE_SEARCH')
  return { checks: searches, resources: result.resources }
}

const FOUND = 'face_found_in_pool'
const NOT_FOUND = 'face_not_found_in_pool'

describe('FAMILIAR_FACE_SEARCH', () => {
  it.each<['MATCH' | 'NO_MATCH', string, object, string, string, object[]]>([
    ['MATCH', 'SUCCESS', { value: 'APPROVE' }, FOUND, 'PASS', HIT],
    ['MATCH', 'MATCH_FOUND', { value: 'APPROVE' }, FOUND, 'PASS', HIT],
    ['MATCH', 'FAIL', { value: 'REJECT', reason: 'NO_MATCH_FOUND' }, FOUND, 'FAIL', []],
    ['MATCH', 'NO_MATCH_FOUND', { value: 'REJECT', reason: 'NO_MATCH_FOUND' }, FOUND, 'FAIL', []],
    ['NO_MATCH', 'SUCCESS', { value: 'APPROVE' }, NOT_FOUND, 'PASS', []],
    ['NO_MATCH', 'NO_MATCH_FOUND', { value: 'APPROVE' }, NOT_FOUND, 'PASS', []],
    ['NO_MATCH', 'FAIL', { value: 'REJECT', reason: 'MATCH_FOUND' }, NOT_FOUND, 'FAIL', HIT],
    ['NO_MATCH', 'MATCH_FOUND', { value: 'REJECT', reason: 'MATCH_FOUND' }, NOT_FOUND, 'FAIL', HIT],
  ])(
    'for %s with the template %s recommends %j',
    async (criteria, template, recommendation, name, result, details) => {
      const { checks, resources } = await complete([searchFace(criteria)], template)
      const check = first(checks)
      expect(check.report).toEqual({
        recommendation,
        breakdown: [{ sub_check: name, result, details, process: 'AUTOMATED' }],
      })
      expect(check.resources_used).toEqual([first(resources.liveness_capture).id])
      expect(Object.entries(check).at(-1)).toEqual([
        'config',
        { pool_id: POOL, pool_label: expect.any(String), approval_criteria: criteria },
      ])
    },
  )

  it('runs once for each request, each with the next template', async () => {
    const searches = [searchFace('NO_MATCH'), searchFace('MATCH')]
    const { checks } = await complete(searches, 'MATCH_FOUND', 'MATCH_FOUND')
    expect(checks.map(({ report }) => report.recommendation.value)).toEqual(['REJECT', 'APPROVE'])
  })

  it('rejects a template that it does not have with 400', async () => {
    const { status, json } = await world.configure(reportAs('FAMILIAR_FACE_SEARCH', 'FOUND'))
    expect(status).toBe(400)
    expect(first(json.errors).message).toContain('NO_MATCH_FOUND')
  })
})
