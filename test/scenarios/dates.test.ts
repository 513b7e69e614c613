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

const withExpiry = (expiration_date: string, check_reports = {}) =>
  buildScenario({
    emulator: { person: 'orla-quillsample' },
    responseConfig: {
      task_results: {
        ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result: { document_fields: { expiration_date } } }],
      },
      check_reports,
    },
  })
const AUTHENTICITY = { ID_DOCUMENT_AUTHENTICITY: [{ result: { report_template: 'SUCCESS' } }] }

it.each<[string, Parameters<typeof withExpiry>, string, RegExp[]]>([
  ['a date that has passed', ['{{today-1d}}'], 'emulator', [/approves a document whose expir/]],
  ['a date that a check judges', ['{{today-1d}}', AUTHENTICITY], 'emulator', []],
  ['a date in the future', ['{{today+1d}}'], 'emulator', []],
  ['settings of the emulator', ['{{today+1d}}'], 'sandbox', [/`emulator` is ignored/]],
])('notes %s, on the emulator and the sandbox', (_what, scenario, target, notes) => {
  expect(listNotes(withExpiry(...scenario), target, NOW)).toEqual(
    notes.map((note) => expect.stringMatching(note) as unknown),
  )
})
