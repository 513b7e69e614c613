import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { startEmulatorFixture } from '../../emulator/test/emulator-fixture.js'
import { SESSION_SPEC } from '../../emulator/test/session-spec.js'
import { COMPONENTS } from '../../src/api/openapi.js'
import { scenarioSchema } from '../../src/scenarios/scenario.js'
import { renderResultsTable } from '../../tools/scenario-runner/reports.js'
import { readConfigFiles } from '../config/read-config-files.js'
import { buildRun, buildScenario } from '../scenarios/sample-scenario.js'
import { getSample, PAGES, ROOT, SAMPLES } from './read-samples.js'

/** The other tests of this folder cover the labels that are not tested here. */
const TESTED_LABELS = [
  ...[
    'sh',
    'bash walkthrough.sh',
    'python walkthrough.py',
    'yaml',
    'promql',
    'text',
    'mermaid',
    '',
  ],
  ...['js receiver.mjs', 'js emulator-demo.mjs', 'js app-backend.mjs', 'js verification.mjs'],
  ...['json', 'json refused', 'json request', 'json CreatedSession', 'json Session'],
  ...['json OutcomeEvent', 'json Problem', 'json DecisionRequest', 'json Decision'],
  ...['json ControlError', 'json SessionStatus', 'json scenario', 'json callers', 'json brands'],
]

const toJson = (code: string) => JSON.parse(code) as unknown

describe('the samples of the documentation', () => {
  it('have a label that a test knows', () => {
    const unknown = SAMPLES.filter(
      ({ label }) => !TESTED_LABELS.includes(label) && !label.endsWith(' untried'),
    )
    expect(unknown).toEqual([])
  })

  it('say "Not tried here" above each sample that is labelled untried', () => {
    const fences = PAGES.flatMap((page) => [
      ...readFileSync(join(ROOT, page), 'utf8').matchAll(/(.*)\n\n```\w+ untried\n/g),
    ])
    expect(fences).toHaveLength(SAMPLES.filter(({ label }) => label.endsWith(' untried')).length)
    expect(fences.filter(([, above]) => !above?.endsWith('Not tried here:'))).toEqual([])
  })

  it.each(['json', 'json refused', ''])('use the label "%s" in docs/presets.md only', (label) => {
    const pages = SAMPLES.filter((sample) => sample.label === label).map(({ page }) => page)
    expect(new Set(pages)).toEqual(new Set(['docs/presets.md']))
  })

  it.each([
    ['request', COMPONENTS.SessionRequest],
    ['CreatedSession', COMPONENTS.CreatedSession],
    ['Session', COMPONENTS.Session],
    ['OutcomeEvent', COMPONENTS.OutcomeEvent],
    ['DecisionRequest', COMPONENTS.DecisionRequest],
    ['Decision', COMPONENTS.Decision],
    ['Problem', COMPONENTS.Problem],
  ])('match the schema of the API when labelled json %s', (name, schema) => {
    const sample = toJson(getSample('docs/api.md', `json ${name}`))
    // Parsing drops unknown fields, so the result differs if the sample has one.
    expect(schema.parse(sample)).toEqual(sample)
  })

  it('match the schema of scenarios when labelled json scenario', () => {
    const sample = toJson(getSample('docs/qa.md', 'json scenario'))
    expect(scenarioSchema.parse(sample)).toMatchObject(sample as object)
    expect(toJson(readFileSync(join(ROOT, 'scenarios/tampered-passport.json'), 'utf8'))).toEqual(
      sample,
    )
  })

  it('start the server when labelled json brands', () => {
    const sample = getSample('docs/branding.md', 'json brands')
    const logos = ['northbank.svg', 'northbank-dark.svg', 'icon.svg']
    const files = Object.fromEntries(logos.map((name) => [name, '<svg/>']))
    const { problems, config } = readConfigFiles(
      { ...files, 'brands.json': sample },
      { API_KEYS: `signup:${'s'.repeat(32)}`, BRAND_FILE: '$/brands.json' },
    )
    expect(problems).toEqual([])
    expect(config.brands.callers).toMatchObject([{ caller: 'signup', name: 'Northbank Insurance' }])
  })

  it('start the server when labelled json callers', () => {
    let count = 0
    const file = getSample('docs/operations.md', 'json callers')
      .replace('"whsec_…"', `"whsec_${Buffer.alloc(32).toString('base64')}"`)
      .replace(/"…[^"]*"/g, () => `"${String(count++).repeat(32)}"`)
    const { problems, secrets } = readConfigFiles(
      { 'callers.json': file },
      { CALLERS_FILE: '$/callers.json' },
    )
    expect(problems).toEqual([])
    expect(secrets.callers.map(({ name }) => name)).toEqual(['signup', 'lending'])
  })

  it('show the error that the emulator returns for a clock that goes backwards', async () => {
    await using fixture = await startEmulatorFixture()
    const { id } = await fixture.createSession()
    const response = await fetch(`${fixture.emulator.url}/_emulator/sessions/${id}/clock`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ advanceSeconds: -1 }),
    })
    const sample = getSample('docs/emulator.md', 'json ControlError')
    expect(await response.json()).toEqual(toJson(sample))
  })

  it('show the status of a session without attempts, as the emulator returns it', async () => {
    await using fixture = await startEmulatorFixture()
    const { id, path } = await fixture.createSession({
      ...SESSION_SPEC,
      user_tracking_id: 'user-4711',
    })
    const rejected = { result_template: 'UNSUPPORTED_DOCUMENT' }
    const task_results = { ID_DOCUMENT_TEXT_DATA_EXTRACTION: [rejected, rejected] }
    await fixture.configure({ task_results }, path)
    const sample = toJson(getSample('docs/emulator.md', 'json SessionStatus')) as object
    const status = await fixture.emulator.control.finish(id)
    expect(status).toEqual({ ...sample, sessionId: id })
  })

  it('show the table that the scenario runner prints', () => {
    const passed = buildRun({
      scenario: buildScenario({
        name: 'tampered-passport',
        expect: { state: 'COMPLETED', outcome: 'REJECTED', page: ['-'] },
      }),
      seconds: 1.4,
    })
    const failed = buildRun({
      scenario: buildScenario({ name: 'blurry-then-good' }),
      seconds: 2,
      problems: [
        'outcome: expected APPROVED, seen REVIEW',
        'reasons: CHECK_TO_CONSIDER (ID_DOCUMENT_FACE_MATCH) was not expected',
      ],
    })
    const actual = passed.actual
    if (actual === undefined) throw new Error('The sample run has no result.')
    const table = renderResultsTable([
      { ...passed, actual: { ...actual, outcome: 'REJECTED' } },
      { ...failed, actual: { ...actual, outcome: 'REVIEW' } },
    ])
    expect(`${table}\n`).toBe(getSample('docs/qa.md', 'text'))
  })

  it('query only metrics that the server exports', () => {
    const sources = readdirSync(join(ROOT, 'src/ops'))
      .map((name) => readFileSync(join(ROOT, 'src/ops', name), 'utf8'))
      .join('\n')
    const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8')
    const names = [...page.matchAll(/relying_party_(\w+?)(?:_count|_bucket)?\b(?!\w)/g)]
    expect(names.length).toBeGreaterThan(10)
    const missing = names.map(([, name = '']) => name).filter((name) => !sources.includes(name))
    expect(missing).toEqual([])
  })
})
