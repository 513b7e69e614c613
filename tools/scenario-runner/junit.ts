import { hasPassed, type ScenarioRun } from './run-scenario.js'

/** @param seconds the total duration, less than the sum if scenarios ran concurrently */
export function renderJUnit(target: string, runs: readonly ScenarioRun[], seconds: number): string {
  const failures = runs.filter((run) => !hasPassed(run)).length
  const counts = `tests="${runs.length}" failures="${failures}" time="${seconds.toFixed(3)}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="scenarios" ${counts}>`,
    `    <properties><property name="target" value="${escapeXml(target)}"/></properties>`,
    ...runs.map(renderTestCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function renderTestCase(run: ScenarioRun): string {
  const { scenario, seconds, problems } = run
  const attributes = `classname="scenarios" name="${escapeXml(scenario.name)}" time="${seconds.toFixed(3)}"`
  if (hasPassed(run)) return `    <testcase ${attributes}/>`
  const text = escapeXml(problems.join('\n'))
  const message = escapeXml(problems[0] ?? '')
  return [
    `    <testcase ${attributes}>`,
    `      <failure message="${message}">${text}</failure>`,
    '    </testcase>',
  ].join('\n')
}

const ENTITIES: Partial<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML 1.0 forbids most control characters and lone surrogates, even escaped. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
