import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** Starts a built tool as a process in a folder without .env, with this environment only. */
export function startTool(
  name: string,
  { args = [], cwd, env }: { args?: readonly string[]; cwd: string; env?: Record<string, string> },
) {
  const main = fileURLToPath(new URL(`../../dist/tools/${name}/main.js`, import.meta.url))
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
  })
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]).then(([output, errors, [code]]) => ({ output, errors, code }))
  return { child, ended }
}
