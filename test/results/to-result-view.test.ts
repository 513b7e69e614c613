import { describe, expect, it } from '@jest/globals'
import { listTextDataMediaIds, toResultView } from '../../src/results/to-result-view.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { buildCheck, buildContext, buildSampleResult, sampleTextData } from './sample-result.js'

const viewSample = () => toResultView(buildContext())

function viewAttempts(liveness_capture: object[], checks: object[] = []) {
  const resources = { liveness_capture }
  const result = parseSessionResult({ session_id: 's', state: 'COMPLETED', resources, checks })
  return toResultView(buildContext({ result })).liveness
}

describe('toResultView', () => {
  it('shows the personal details of the document that counts once', () => {
    const { person, documents } = viewSample()

    expect(person).toMatchObject({
      from: 'Passport, United Kingdom',
      photo: [
        { url: '/media/portrait', alt: 'Portrait on the document: Passport, United Kingdom' },
      ],
    })
    expect(person?.rows[0]).toMatchObject({
      label: 'Full name',
      lines: ['ISOLDE MARGIT HARGREAVES'],
    })
    expect(documents[0]).toMatchObject({ person: [], photo: [], counted: true })
  })

  it('shows the document of a superseded attempt after the used one, marked as unused', () => {
    expect(viewSample().documents.map(({ title, counted }) => [title, counted])).toEqual([
      ['Passport, United Kingdom', true],
      ['Driving licence, United Kingdom', false],
      ['Utility bill, United Kingdom', true],
    ])
  })

  it('gives every page a picture with alternative text, and additional photos', () => {
    const [passport, licence, bill] = viewSample().documents
    expect(passport?.pages).toEqual([
      {
        title: 'Photo page',
        pictures: [{ url: '/media/page-1', alt: 'Passport, United Kingdom: photo page' }],
        more: [
          {
            url: '/media/page-1-more',
            alt: 'Passport, United Kingdom: photo page, additional photo 1',
          },
        ],
      },
    ])
    expect(licence?.pages).toMatchObject([{ title: 'Front' }, { title: 'Back', pictures: [] }])
    expect(bill?.files).toEqual([{ url: '/media/bill-pdf', label: 'The document (PDF)' }])
  })

  it('shows liveness attempts newest first and marks the one that counts', () => {
    const { liveness } = viewSample()

    expect(liveness).toMatchObject([
      { title: 'Attempt 2 of 2', verdict: 'Passed', tone: 'good', counted: true },
      { title: 'Attempt 1 of 2', verdict: 'Failed', tone: 'neutral', counted: false },
    ])
    expect(liveness[0]?.pictures).toEqual([{ url: '/media/selfie', alt: 'Face, attempt 2 of 2' }])
    expect(liveness[1]?.pictures).toEqual([
      { url: '/media/frame-1', alt: 'Face, attempt 1 of 2, photo 1 of 2' },
      { url: '/media/frame-2', alt: 'Face, attempt 1 of 2, photo 2 of 2' },
    ])
    expect(liveness[1]?.files).toMatchObject([{ url: '/media/facemap' }])
  })

  it('counts the newest attempt that passed when no other check used one', () => {
    const check = (id: string, value: string) =>
      buildCheck('LIVENESS', value, { id: `check-${id}`, resources_used: [id] })
    const checks = [check('c', 'REJECT'), check('b', 'APPROVE'), check('a', 'APPROVE')]
    const liveness = viewAttempts([{ id: 'c' }, { id: 'b' }, { id: 'a' }], checks)

    expect(liveness.map(({ counted }) => counted)).toEqual([false, true, false])
  })

  it('sorts attempts by time when Yoti returns times', () => {
    const attempt = (id: string, time: string) => ({
      id,
      created_at: `2025-02-11T09:1${time}:00Z`,
      image: { media: { id: `picture-${id}` } },
    })

    expect(viewAttempts([attempt('first', '2'), attempt('second', '4')])).toMatchObject([
      { title: 'Attempt 2 of 2', pictures: [{ url: '/media/picture-second' }] },
      { title: 'Attempt 1 of 2', pictures: [{ url: '/media/picture-first' }] },
    ])
  })

  it('shows reference faces and applicant profiles', () => {
    expect(viewSample().others).toMatchObject([
      { title: 'Reference photo of the face', pictures: [{ url: '/media/reference-picture' }] },
      { title: 'Details provided by the business', rows: [{ label: 'Full name' }, {}] },
    ])
  })

  it('shows the results of identity profiles', () => {
    expect(viewSample().profiles).toMatchObject([
      {
        verdict: 'Not met',
        tone: 'bad',
        reason: 'The document could not be validated',
        details: [
          {
            label: 'The document is genuine',
            lines: ['The photo is too blurry', 'Passport, United Kingdom'],
          },
        ],
      },
      {
        verdict: 'Partly met',
        tone: 'attention',
        details: [
          { label: 'Right to work', lines: ['Met', expect.any(String)] },
          {
            label: 'Criminal record check (DBS), basic',
            lines: ['Not met: the address could not be confirmed', expect.any(String)],
          },
        ],
        files: [{ url: '/media/profile-report' }],
      },
    ])
  })
})

describe('listTextDataMediaIds', () => {
  it('lists the JSON media that the page shows', () => {
    expect(listTextDataMediaIds(buildSampleResult())).toEqual([...sampleTextData.keys()])
  })
})
