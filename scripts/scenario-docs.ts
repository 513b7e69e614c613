// npm run scenario-docs: writes scenarios/scenario.schema.json and the table in docs/qa.md of what Yoti's sandbox can play.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import { z } from 'zod'
import { parseConfig } from '../src/config/config.js'
import { loadScenarios } from '../src/scenarios/load-scenarios.js'
import { scenarioObjectSchema } from '../src/scenarios/scenario.js'
import { findAgentObstacle } from '../tools/scenario-runner/sandbox-agent.js'

const SCHEMA = new URL('../scenarios/scenario.schema.json', import.meta.url)
const GUIDE = new URL('../docs/qa.md', import.meta.url)
const TABLE = /(?<=<!-- sandbox: npm run scenario-docs -->\n)[^]*?(?=<!-- end of sandbox -->)/

/** The files and what they should contain. */
export async function renderScenarioDocs(): Promise<Map<string, string>> {
  const schema = z.toJSONSchema(scenarioObjectSchema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'ref',
  })
  const guide = readFileSync(GUIDE, 'utf8').replace(TABLE, renderTable)
  return new Map([
    [
      fileURLToPath(SCHEMA),
      await format(JSON.stringify(schema), { parser: 'json', printWidth: 100 }),
    ],
    [fileURLToPath(GUIDE), await format(guide, { parser: 'markdown', printWidth: 100 })],
  ])
}

function renderTable(): string {
  const { scenarios } = loadScenarios(parseConfig({}).config.scenarioPresets)
  const rows = [...scenarios.values()].map((scenario) => {
    const obstacle = findAgentObstacle(scenario)
    const how = obstacle === undefined ? 'by the agent' : `by a user in a terminal: ${obstacle}`
    return `| \`${scenario.name}\` | ${how} |`
  })
  return ['', '| scenario | on the sandbox |', '| --- | --- |', ...rows, '', ''].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, content] of await renderScenarioDocs()) writeFileSync(path, content)
}
