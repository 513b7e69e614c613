import { expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config/config.js'
import { findAgentObstacle } from '../../../tools/scenario-runner/sandbox-agent.js'
import { listScenarios } from '../../../tools/scenario-runner/select-scenarios.js'

it('needs a user only for scenarios in which they leave, keep a bad picture or upload a PDF', () => {
  const { config } = readConfig({})
  const scenarios = listScenarios(config.scenarioPresets, () => undefined)
  const manual = scenarios.filter(findAgentObstacle).map(({ name }) => name)
  expect(manual).toEqual([
    'abandoned',
    'blurry-kept',
    ...[1000, 2002, 3002, 4000, 5001, 5004, 6000, 7000, 7002].map((code) => `client-error-${code}`),
    'document-refused',
    'expired-token',
    'supplementary-pdf',
    'unreadable-text',
  ])
})
