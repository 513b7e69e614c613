// The order of the test suites: the longest first, so that the workers end together.
import Sequencer from '@jest/test-sequencer'

const LONGEST = [
  'faults/crash-after-side-effect',
  'browser/accessibility',
  'browser/signup',
  'browser/scenarios',
  'browser/sandbox',
  'browser/journeys',
  'repo/removal',
  'scenario-runner/main.slow',
  'outcome/changed-results',
  'browser/review-desk',
  'browser/client',
  'browser/official-examples',
  'docs/make-it-yours',
  'faults/instances',
]

export default class SlowestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other))
  }
}

/** Those in the list, then the other ones with a browser or processes, then the rest. */
function rank({ path, context }) {
  const index = LONGEST.findIndex((name) => path.includes(name))
  if (index !== -1) return index
  return LONGEST.length + (context.config.displayName.name === 'node' ? 1 : 0)
}
