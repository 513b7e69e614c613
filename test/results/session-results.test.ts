import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { createPages } from '../../src/http/pages.js'
import { createTexts } from '../../src/http/texts.js'
import {
  evaluateSession,
  type OutcomeCriteria,
  type OutcomeDecision,
} from '../../src/outcome/outcome.js'
import { toResultView } from '../../src/results/to-result-view.js'
import { toVerdictView } from '../../src/web/outcome-view.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { buildContext } from './sample-result.js'
import { pageContexts } from '../support/page-context.js'

/** A session result from Yoti, the request for it, and the expected outcome. */
interface Fixture {
  requested: OutcomeCriteria
  result: { checks: { type: string }[]; resources: Record<string, unknown> }
  expected: Pick<OutcomeDecision, 'outcome' | 'reasons'> & {
    /** Texts that the page must contain. */
    page: string[]
  }
}

const FOLDER = new URL('../fixtures/session-results/', import.meta.url)
const fixtures = readdirSync(FOLDER).map((file): [string, Fixture] => [
  file.replace('.json', ''),
  JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Fixture,
])
const texts = createTexts()
const pages = createPages(pageContexts, { target: 'live' })

function evaluateAndRender({ requested, result: sent }: Fixture) {
  const result = parseSessionResult(sent)
  const { outcome, reasons } = evaluateSession(result, requested)
  const mediaUrl = (mediaId: string) => `/media/${mediaId}`
  const html = pages.render('results', pageContexts.get(), {
    session: { sessionId: 'session' },
    verdict: toVerdictView({ outcome, reasons, outcomeCriteria: requested }, texts),
    details: toResultView({ result, textData: new Map(), mediaUrl, texts, showsDebug: true }),
  })
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

describe.each(fixtures)('the session result %s', (_name, fixture) => {
  const { outcome, reasons, html, text } = evaluateAndRender(fixture)
  const { expected } = fixture

  it('has the expected outcome and texts', () => {
    expect({ outcome, reasons }).toEqual({ outcome: expected.outcome, reasons: expected.reasons })
    for (const words of expected.page) expect(`${text} ${html}`).toContain(words)
  })

  it('loses no check, task, resource or kind on its way to the page', () => {
    const { checks, resources } = fixture.result
    for (const name of ['id', 'type', 'liveness_type', 'document_type', 'sub_check']) {
      for (const value of collect({ checks, resources }, name)) expect(text).toContain(value)
    }
  })

  it('does not show the API key of a watchlist provider', () => {
    expect(html).not.toMatch(/NEVER-SHOW-THIS-KEY|api_key/)
  })
})

describe('the details of the results page', () => {
  const render = (context = buildContext()) =>
    pages.render('results/details', pageContexts.get(), toResultView(context))

  it('show every picture with alternative text', () => {
    const images = render().match(/<img[^>]*>/g) ?? []
    expect(images).toHaveLength(8)
    for (const image of images)
      expect(image).toMatch(/alt="[^"]+" width="320" height="240" loading="lazy"/)
  })

  it('escape the text of a document', () => {
    const fields = { full_name: '<img src=x onerror=alert(1)>', '<b>': '<i>' }
    const html = render(buildContext({ textData: new Map([['passport-fields', fields]]) }))
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).not.toMatch(/<img src=x|<b>|<i>/)
  })
})
