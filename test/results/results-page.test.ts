import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import {
  evaluateSession,
  type OutcomeCriteria,
  type OutcomeDecision,
} from '../../src/outcome/outcome.js'
import { listTextDataMediaIds, toResultView } from '../../src/results/to-result-view.js'
import { toVerdictView } from '../../src/web/outcome-view.js'
import { parseSessionConfiguration, parseTrackedDevices } from '../../src/yoti/session-metadata.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { createTestPages, PAGE_CONTEXT } from '../support/page-context.js'
import { buildCheck, buildSampleResult, sampleTextData } from './sample-result.js'

const { texts } = PAGE_CONTEXT
const pages = createTestPages()
const mediaUrl = (id: string) => `/media/${id}`
const SAMPLE = { result: buildSampleResult(), textData: sampleTextData, mediaUrl, texts }

const renderDetails = (change: Partial<Parameters<typeof toResultView>[0]> = {}) =>
  pages.render(
    'results/details',
    PAGE_CONTEXT,
    toResultView({ ...SAMPLE, showsDebug: true, ...change }),
  )

/** What a person reads, with the alternative text of pictures in brackets, and without raw values. */
function readText(html: string): string {
  return html
    .replace(/<details class="raw">[^]*?<\/details>/g, '')
    .replace(/<img[^>]* alt="([^"]*)"[^>]*>/g, ' [$1] ')
    .replace(/<[^>]*>/g, '|')
    .replace(/&lt;/g, '<')
    .replace(/(\|\s*)+/g, ' | ')
    .replace(/\s+/g, ' ')
}

function readSection(html: string, id: string): string {
  const [section = ''] =
    new RegExp(`<section[^>]* aria-labelledby="${id}">[^]*?\n</section>`).exec(html) ?? []
  return readText(section).replace(/^ \| | \| $/g, '')
}

/** Texts of one line, which are too long for one here. */
const join = (text: string) => text.replace(/\s+/g, ' ').trim()

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

/** The values of all fields of these names, at any depth. */
function collect(value: unknown, names: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) =>
    names.includes(key) && typeof each === 'string' ? [each] : collect(each, names),
  )
}

describe('the page of the session result', () => {
  it.each(fixtures)('%s has the expected outcome and texts', (_name, fixture) => {
    const { requested, expected } = fixture
    const result = parseSessionResult(fixture.result)
    const { outcome, reasons } = evaluateSession(result, requested)
    expect({ outcome, reasons }).toEqual({ outcome: expected.outcome, reasons: expected.reasons })
    const html = pages.render('results', PAGE_CONTEXT, {
      languages: [],
      session: { sessionId: 'session' },
      verdict: toVerdictView({ outcome, reasons, outcomeCriteria: requested }, texts),
      details: toResultView({ ...SAMPLE, result, textData: new Map(), showsDebug: true }),
    })
    for (const words of expected.page) expect(html).toContain(words)
    // No check, task, resource or kind is lost on its way to the page.
    const { checks, resources } = fixture.result
    const names = ['id', 'type', 'liveness_type', 'document_type', 'sub_check']
    for (const value of collect({ checks, resources }, names)) expect(html).toContain(value)
    expect(html).not.toMatch(/NEVER-SHOW-THIS-KEY|api_key/)
  })
})

describe('the details of the results page', () => {
  it.each([
    [
      'person',
      `Personal details | [Portrait on the document: Passport, United Kingdom] | Full name |
      ISOLDE MARGIT HARGREAVES | Given names | ISOLDE MARGIT | Family name | HARGREAVES |
      Date of birth | 14 July 1991 | Place of birth | LEEDS | Nationality | United Kingdom |
      Gender | Female | Address | 9 QUARRY MOUNT | LEEDS | LS6 2JP | United Kingdom |
      Read from: Passport, United Kingdom`,
    ],
    [
      'documents',
      `Documents | Passport, United Kingdom | [Passport, United Kingdom: photo page] | Photo page |
      Document | Passport | Issuing country | United Kingdom | Issuing authority | HMPO |
      Document number | 912803377 | Date of issue | 28 February 2021 | Expiry date |
      28 February 2031 | Recognised as | United Kingdom - ePassport (2020) |
      Machine-readable zone | P<GBRHARGREAVES<<ISOLDE<MARGIT<<<<<<<<<<<<<< |
      9128033776GBR9107142F3102282<<<<<<<<<<<<<<04 | Aura colour | violet | More photos (1) |
      for: Passport, United Kingdom | [Passport, United Kingdom: photo page, additional photo 1] |
      Driving licence, United Kingdom | Earlier attempt, not used |
      [Driving licence, United Kingdom: front] | Front | Utility bill, United Kingdom | Full name |
      ISOLDE MARGIT HARGREAVES | Address | 9 QUARRY MOUNT | LEEDS | LS6 2JP | United Kingdom |
      Issued by | North Water | Date of issue | 6 January 2025 | The document (PDF)`,
    ],
    [
      'face',
      `Face | Attempt 2 of 2 | Passed | This is the attempt that counted. | One photo |
      [Face, attempt 2 of 2] | Attempt 1 of 2 | Failed | Short video |
      [Face, attempt 1 of 2, photo 1 of 2] | [Face, attempt 1 of 2, photo 2 of 2] |
      Face map (binary file)`,
    ],
    [
      'others',
      `Other items | Reference photo of the face | [Reference photo of the face] |
      Details provided by the business | Full name | Isolde Hargreaves | Date of birth |
      July 1991 | The details (JSON)`,
    ],
    [
      'checks',
      `Checks | Identity profile | Not met | The document could not be validated. |
      The document is genuine | The photo is too blurry | Passport, United Kingdom |
      Advanced identity profile | Partly met | Right to work | Met |
      UK digital identity and attributes trust framework | Criminal record check (DBS), basic |
      Not met: the address could not be confirmed |
      UK digital identity and attributes trust framework | Identity profile report (JSON) |
      The document is genuine | Passport, United Kingdom | Failed |
      The document appears to have been tampered with. | Checked automatically and by an expert. |
      In date | automatically | Passed | The hologram changes when the document is moved |
      by an expert | Failed | The printed text matches the machine-readable zone | automatically |
      Passed | Date of birth | Match | No sign of tampering | by an expert | Failed | Face photo |
      Failed | Quantum sparkle | automatically | Passed | Glow level | HIGH |
      The document was read correctly | Passport, United Kingdom | Could not be checked |
      The photo is too dark. | Try again in better light. |
      Not on a watchlist (advanced search) | Passport, United Kingdom | Needs manual review |
      There may be a match on a watchlist. | Total hits | 2 | Countries |
      United Kingdom and France | Search: account | The business’s |
      Search: deceased people excluded | Yes | Details used for the search (JSON) |
      The provider’s response (JSON) | Aura scan | Ponder | Too purple. |
      A real person is in front of the camera | Attempt 2 of 2 | Passed | Checked automatically. |
      A live face | automatically | Passed | A real person is in front of the camera |
      Attempt 1 of 2 | Failed | Another attempt passed, so this one does not count. |
      Checked automatically. | A live face | automatically | Failed |
      The face matches the document | Passport, United Kingdom | Passed |
      The failed items below do not change the result. |
      Checked automatically and by an expert. | Software found a match | automatically | Failed |
      An expert found a match | by an expert | Passed |
      Name and address are confirmed by other sources | Passport, United Kingdom | Still running`,
    ],
  ])('say in the section %s what the sample contains', (id, text) => {
    expect(readSection(renderDetails(), id)).toBe(join(text))
  })

  it('link every picture, and every file of its section', () => {
    const html = renderDetails()
    const images = html.match(/<img[^>]*>/g) ?? []
    expect(images).toHaveLength(8)
    for (const image of images)
      expect(image).toMatch(/src="\/media\/.* width="320" height="240" loading="lazy"/)
    const files = [...html.matchAll(/<li><a href="\/media\/([^"]*)/g)].map(([, id]) => id)
    expect(files).toEqual([
      ...['bill-pdf', 'facemap', 'applicant-fields', 'profile-report'],
      ...['watchlist-profile', 'watchlist-raw'],
    ])
    expect(html).toMatch(/class="monospace">\s*<dt>Machine-readable zone/)
    // The page opens with what failed.
    expect([...html.matchAll(/badge tone-(\w+)/g)].map(([, tone]) => tone).slice(0, 5)).toEqual([
      ...['neutral', 'good', 'neutral', 'bad', 'attention'],
    ])
  })

  it('show raw values, details of sub-checks and watchlists only to staff', () => {
    const unfiltered = renderDetails()
    const html = renderDetails({ showsDebug: false })
    for (const secret of [/class="raw"/, /watchlist/i, /Glow level/, /Total hits/]) {
      expect(unfiltered).toMatch(secret)
      expect(html).not.toMatch(secret)
    }
    expect(html).toContain('Quantum sparkle')
  })

  it('escape the text of a document', () => {
    const fields = { full_name: '<img src=x onerror=alert(1)>', '<b>': '<i>' }
    const html = renderDetails({ textData: new Map([['passport-fields', fields]]) })
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).not.toMatch(/<img src=x|<b>|<i>/)
  })

  it('are made of the JSON media that are listed', () => {
    expect(listTextDataMediaIds(SAMPLE.result)).toEqual([...sampleTextData.keys()])
  })

  const ofResult = (change: object) => ({
    result: parseSessionResult({ session_id: 's', state: 'COMPLETED', ...change }),
  })
  const ofCheck = (state: string) => ofResult({ checks: [{ type: 'LIVENESS', id: 'a', state }] })
  const ofSearch = (search_config: object) =>
    ofResult({
      checks: [
        buildCheck('WATCHLIST_SCREENING', 'APPROVE', { watchlist_summary: { search_config } }),
      ],
    })
  const check = (id: string, value: string) =>
    buildCheck('LIVENESS', value, { id: `check-${id}`, resources_used: [id] })
  const attempt = (id: string, minute: number) => ({
    ...{ id, created_at: `2025-02-11T09:1${minute}:00Z` },
    image: { media: { id: `picture-${id}` } },
  })
  const phone = {
    ...{ ip_address: '203.0.113.7', ip_iso_country_code: 'IRL', locale: 'en-IE' },
    ...{ manufacture_name: 'Fairphone', model_name: 'FP5', os_name: 'Android', os_version: '14' },
    ...{ browser_name: 'Firefox', browser_version: '131.0' },
  }
  const event = (name: string, device: object, resource_id?: string) => ({
    ...{ event: name, created: '2026-03-04T10:00:12Z', device },
    ...(resource_id && { resource_id }),
  })
  const addedTo = {
    id_documents: [{ id: 'd', document_type: 'PASSPORT', issuing_country: 'GBR' }],
    supplementary_documents: [{ id: 'b', document_type: 'UTILITY_BILL' }],
    liveness_capture: [{ id: 'l' }],
    voice_samples: [{ id: 'v' }],
  }
  const configuration = parseSessionConfiguration({
    session_id: 's',
    requested_checks: ['LIVENESS', 'AURA_SCAN'],
    capture: {
      biometric_consent: 'CAPTURED',
      required_resources: [
        {
          ...{ type: 'ID_DOCUMENT', id: 'r1', state: 'COMPLETE' },
          supported_countries: [{ code: 'GBR', supported_documents: [{ type: 'PASSPORT' }] }],
          attempts_remaining: { GENERIC: 2, RECLASSIFICATION: 1, CHIP_READING: 3 },
        },
        {
          ...{ type: 'SUPPLEMENTARY_DOCUMENT', id: 'r2', state: 'REQUIRED' },
          document_types: ['PHONE_BILL'],
        },
        { type: 'VOICE_CAPTURE', id: 'r3', state: 'SINGING' },
      ],
    },
  })

  it.each([
    ['checks', ofCheck('PENDING'), 'Still running'],
    ['checks', ofCheck('INTERNAL_ERROR'), 'Could not be checked because of an error at Yoti'],
    ['checks', ofCheck('NAPPING'), 'Napping'],
    [
      'face',
      ofResult({
        resources: { liveness_capture: [{ id: 'c' }, { id: 'b' }, { id: 'a' }] },
        checks: [check('c', 'REJECT'), check('b', 'APPROVE'), check('a', 'APPROVE')],
      }),
      'Attempt 2 of 3 | Passed | This is the attempt that counted. | Attempt 1 of 3 | Passed',
    ],
    [
      'face',
      ofResult({ resources: { liveness_capture: [attempt('first', 2), attempt('second', 4)] } }),
      'Attempt 2 of 2 | Not checked | [Face, attempt 2 of 2] | Attempt 1 of 2 | Not checked',
    ],
    [
      'checks',
      ofSearch({
        ...{
          type: 'WITH_YOTI_ACCOUNT',
          share_url: false,
          categories: ['ADVERSE-MEDIA', 'SANCTIONS'],
        },
        sources: { type: 'TYPE_LIST', types: ['pep', 'adverse-media-fraud'] },
        matching_strategy: { type: 'FUZZY', fuzziness: 0.4 },
      }),
      `Search: account | Yoti’s | Search: search link shared | No | Search: categories |
      Adverse media and Sanctions | Search: sources | Selected lists |
      Lists: Politically exposed people and Adverse media fraud | Search: matching |
      Similar spellings | Fuzziness: 0.4`,
    ],
    [
      'checks',
      ofSearch({
        ...{ api_key: 'secret', client_ref: 'CLIENTREF-9', unheard_of: 'AS_IT-IS' },
        sources: { type: 'PROFILE', search_profile: 'prof-1', api_key: 'secret' },
        tags: { cost_centre: 'RISK_TEAM-7', api_key: 'secret' },
      }),
      `Search: business tags | cost_centre: RISK_TEAM-7 | Search: business reference |
      CLIENTREF-9 | Search: unheard of | AS_IT-IS | Search: sources | Search profile |
      Search profile: prof-1`,
    ],
    [
      'devices',
      {
        devices: parseTrackedDevices([
          event('CONFIG_FIRST_LOADED', { os_name: 'Linux', ip_address: '', model_name: '' }),
          event('RESOURCE_CREATED', phone),
          event('TELEPORTED', phone),
        ]),
      },
      `Devices used | The user arrived | 4 March 2026, 10:00:12 UTC | Linux |
      A resource was added | 4 March 2026, 10:00:12 UTC |
      Fairphone FP5, Android 14, Firefox 131.0 | Language en-IE | IP address 203.0.113.7 |
      Ireland | Teleported | 4 March 2026, 10:00:12 UTC | On the same device`,
    ],
    [
      'devices',
      {
        ...ofResult({ resources: addedTo }),
        devices: parseTrackedDevices(
          ['d', 'b', 'l', 'v', 'unheard-of'].map((id) => ({
            ...{ event: 'RESOURCE_CREATED', resource_id: id, device: { os_name: id } },
          })),
        ),
      },
      `Devices used | Added: Passport, United Kingdom | d | Added: Utility bill | b |
      Added: Liveness capture | l | Added: Voice samples | v | A resource was added | unheard-of`,
    ],
    [
      'configuration',
      { configuration },
      `What was requested | Checks | A real person is in front of the camera | Aura scan |
      Consent to biometric data | Given | Identity document | Provided | From 1 country |
      Attempts left if a photo cannot be used: 2 |
      Attempts left if the document is not the one that was chosen: 1 |
      Attempts left, chip reading: 3 | Supporting document | Not provided | Phone bill |
      Voice capture | Singing`,
    ],
  ])('say in the section %s what odd values mean: row %#', (id, change, text) => {
    const html = renderDetails(change)
    expect(readSection(html, id)).toContain(join(text))
    expect(html).not.toMatch(/secret|supported_documents/)
  })
})
