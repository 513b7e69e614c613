// npm run scenario-docs: writes scenarios/scenario.schema.json and the table in docs/qa.md of what Yoti's sandbox can play.
import { join } from 'node:path'
import { format } from 'prettier'
import { z } from 'zod'
import { parseConfig } from '../src/config/config.js'
import { loadScenarios } from '../src/scenarios/load-scenarios.js'
import { scenarioObjectSchema } from '../src/scenarios/scenario.js'
import { findAgentObstacle } from '../tools/scenario-runner/sandbox-agent.js'
import { renderPage, ROOT, writeWhenRun, type GeneratedFile } from './generated-docs.js'

export async function renderScenarioDocs(): Promise<readonly GeneratedFile[]> {
  const schema = z.toJSONSchema(scenarioObjectSchema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'ref',
  })
  return [
    [
      join(ROOT, 'scenarios/scenario.schema.json'),
      await format(JSON.stringify(schema), { parser: 'json', printWidth: 100 }),
    ],
    await renderPage('qa.md', '| scenario | on the sandbox |', renderRows),
  ]
}

function renderRows(): string[] {
  const { scenarios } = loadScenarios(parseConfig({}).config.scenarioPresets)
  return [...scenarios.values()].map((scenario) => {
    const obstacle = findAgentObstacle(scenario)
    const how = obstacle === undefined ? 'by the agent' : `by a user in a terminal: ${obstacle}`
    return `| \`${scenario.name}\` | ${how} |`
  })
}

await writeWhenRun(import.meta.url, renderScenarioDocs)
