import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../errors.js'
import { describeIssues } from '../yoti/describe-issues.js'
import { scenarioSchema, type Scenario } from './scenario.js'

/** @throws AppError */
export function readScenarioFiles(folder: string): Scenario[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files.sort().map((file) => {
    const value: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    const parsed = scenarioSchema.safeParse(value)
    if (parsed.success) return parsed.data
    const problems = describeIssues(parsed.error, value).join('; ')
    throw new AppError('SCENARIO', `${join(folder, file)}: ${problems}`)
  })
}
