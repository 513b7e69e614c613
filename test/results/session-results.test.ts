import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import ejs from 'ejs'
import { VIEWS_DIR } from '../../src/http/pages.js'
import { toResultView } from '../../src/results/view/to-result-view.js'
import { CHECK_POLICY } from '../../src/outcome/outcome-policy.js'
import { evaluateSession } from '../../src/outcome/outcome.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import {
  loadSessionResultFixtures,
  type SessionResultFixture,
} from './load-session-result-fixtures.js'

const fixtures = loadSessionResultFixtures()

async function evaluateAndRender({ requested, result: sent }: SessionResultFixture) {
  const result = parseSessionResult(sent)
  const { outcome, reasons } = evaluateSession(result, requested)
  const view = toResultView({
    result,
    decision: { outcome, reasons },
    textData: new Map(),
    mediaUrl: (mediaId) => `/media/${mediaId}`,
  })
  const html = await ejs.renderFile(
    join(VIEWS_DIR, 'results', 'results.ejs'),
    { result: view },
    { root: VIEWS_DIR },
  )
  return { outcome, reasons, html, text: readText(html) }
}

/** The visible text, without tags and line breaks. */
function readText(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#34;/g, '"')
    .replace(/\s+/g, ' ')
}

/** The values of all fields of this name, at any depth. */
function collect(value: unknown, name: string): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) =>
    key === name && typeof each === 'string' ? [each] : collect(each, name),
  )
}

describe('a session result from Yoti', () => {
  it.each(fixtures)('%s is parsed, evaluated and shown', async (_name, fixture) => {
    const { outcome, reasons, html, text } = await evaluateAndRender(fixture)

    expect({ outcome, reasons }).toEqual({
      outcome: fixture.expected.outcome,
      reasons: fixture.expected.reasons,
    })
    for (const words of fixture.expected.page) expect(`${text} ${html}`).toContain(words)
  })

  it.each(fixtures)(
    '%s loses no check, task, resource or kind on its way',
    async (_name, fixture) => {
      const { text } = await evaluateAndRender(fixture)

      const { checks, resources } = fixture.result
      for (const name of ['id', 'type', 'liveness_type', 'document_type', 'sub_check']) {
        for (const value of collect({ checks, resources }, name)) expect(text).toContain(value)
      }
    },
  )

  it.each(fixtures)('%s does not show the API key', async (_name, fixture) => {
    const { html } = await evaluateAndRender(fixture)
    expect(html).not.toContain('NEVER-SHOW-THIS-KEY')
    expect(html).not.toContain('api_key')
  })
})

describe('the session result fixtures', () => {
  const all = JSON.stringify(fixtures)

  it.each([
    ...Object.keys(CHECK_POLICY),
    ...['ID_DOCUMENT_TEXT_DATA_EXTRACTION', 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION'],
    ...['VERIFY_SHARE_CODE_TASK', 'CREATED', 'PENDING', 'FAILED', 'STATIC', 'ZOOM', 'BINARY'],
    ...['SHOULD_TRY_AGAIN', 'MUST_TRY_AGAIN', 'APPROVE', 'REJECT', 'CONSIDER', 'NOT_AVAILABLE'],
    ...['END_USER', 'RELYING_BUSINESS', 'IBV', 'CAMERA', 'UPLOAD', 'PDF', 'ONGOING', 'EXPIRED'],
  ])('include %s', (word) => {
    expect(all).toContain(`"${word}"`)
  })

  it.each([
    ...['id_documents', 'supplementary_documents', 'liveness_capture', 'face_capture'],
    ...['applicant_profiles', 'share_codes', 'identity_profile', 'advanced_identity_profile'],
    ...['identity_profile_preview', 'advanced_identity_profile_preview', 'import_token'],
    ...['facemap', 'api_key', 'watchlist_summary', 'generated_profile', 'scheme'],
  ])('include the field %s', (field) => {
    expect(all).toContain(`"${field}":`)
  })
})
