// Replaces curl on machines without it. Supports only the options that the documentation uses.
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'

const text = { type: 'string' }
const flag = { type: 'boolean' }
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    request: { ...text, short: 'X' },
    header: { ...text, short: 'H', multiple: true },
    data: { ...text, short: 'd' },
    'data-binary': text,
    'write-out': text,
    retry: text,
    'retry-delay': text,
    'retry-connrefused': flag,
    silent: flag,
    fail: flag,
  },
})
const file = values['data-binary']?.replace(/^@/, '')
const body = file === undefined ? values.data : readFileSync(file)
const headers = new Headers((values.header ?? []).map((line) => line.split(/: (.*)/s).slice(0, 2)))

await run(Number(values.retry ?? 0))

async function run(retries) {
  try {
    const method = values.request ?? (body === undefined ? 'GET' : 'POST')
    const response = await fetch(positionals[0], { method, headers, body })
    process.stdout.write(await response.text())
    const format = values['write-out'] ?? ''
    process.stdout.write(format.replace('%{http_code}', response.status).replace('\\n', '\n'))
    if (values.fail && !response.ok) process.exitCode = 22
  } catch (error) {
    if (retries === 0) throw error
    await delay(Number(values['retry-delay'] ?? 1) * 1000)
    await run(retries - 1)
  }
}
