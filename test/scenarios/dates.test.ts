import { expect, it } from '@jest/globals'
import { renderDates } from '../../src/scenarios/dates.js'
import { listNotes } from '../../src/scenarios/notes.js'
import { buildScenario } from './sample-scenario.js'

const NOW = Date.UTC(2028, 1, 29, 23, 59)

it.each([
  ['{{today}}', '2028-02-29'],
  ['{{today+1d}}', '2028-03-01'],
  ['{{today-2w}}', '2028-02-15'],
  ['{{today+1m}}', '2028-03-29'],
  ['{{today+12m}}', '2029-02-28'],
  ['{{today-18y}}', '2010-02-28'],
  ['from {{today-1y}} to {{today}}', 'from 2027-02-28 to 2028-02-29'],
  ['{{tomorrow}}', '{{tomorrow}}'],
])('renders %s as %s on 2028-02-29', (template, date) => {
  expect(renderDates({ nested: [template] }, NOW)).toEqual({ nested: [date] })
})

const read = (expiration_date: string, more = {}) => ({
  task_results: {
    ID_DOCUMENT_TEXT_DATA_EXTRACTION: [
      { result: { document_fields: { expiration_date }, ...more } },
    ],
  },
})
const readByExpert = (expiration_date: string, more = {}) => ({
  check_reports: {
    ID_DOCUMENT_TEXT_DATA_CHECK: [{ result: { document_fields: { expiration_date } } }],
    ...more,
  },
})
const PROGRESS = { recommendation: { value: 'PROGRESS' } }
const AUTHENTICITY = { ID_DOCUMENT_AUTHENTICITY: [{ result: { report_template: 'SUCCESS' } }] }

it.each<[string, object, string, RegExp[]]>([
  ['an attempt with a passed date', read('{{today-1d}}'), 'emulator', [/that attempt only/]],
  ['a passed date that a check judges', read('{{today-1d}}', PROGRESS), 'emulator', []],
  ['a date in the future', read('{{today+1d}}'), 'emulator', []],
  ['an expert with a passed date', readByExpert('2020-01-01'), 'emulator', [/of an expert/]],
  ['an expert and a check', readByExpert('2020-01-01', AUTHENTICITY), 'emulator', []],
  ['settings of the emulator', read('{{today-1d}}'), 'sandbox', [/`emulator` is ignored/]],
])('notes %s', (_what, responseConfig, target, notes) => {
  const scenario = buildScenario({ responseConfig, emulator: { person: 'orla-quillsample' } })
  expect(listNotes(scenario, target, NOW)).toEqual(
    notes.map((note) => expect.stringMatching(note) as unknown),
  )
})
