import { describe, expect, it } from '@jest/globals'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiClient } from '../../../tools/scenario-runner/api-client.js'
import { parseCommand, type RunCommand } from '../../../tools/scenario-runner/command.js'
import { runScenarios } from '../../../tools/scenario-runner/run-scenarios.js'

describe('runScenarios', () => {
  it.each(['nowhere/report.xml', '.'])(
    'runs nothing when the report cannot be written to %s',
    async (file) => {
      const path = join(mkdtempSync(join(tmpdir(), 'report ')), file)
      const options = {
        command: parseCommand(['--all', '--junit', path]) as RunCommand,
        target: 'emulator',
        apiClient: createApiClient('http://localhost', 'key'),
        runSession: () => Promise.reject(new Error('runs nothing')),
        referenceFace: { contentType: 'image/jpeg', content: new Uint8Array() },
        print: () => undefined,
        log: () => undefined,
        isInteractive: false,
        signal: new AbortController().signal,
      }
      await expect(runScenarios([], options)).rejects.toThrow(
        `--junit: cannot write to ${path}. Specify a file in an existing folder that you can write to.`,
      )
    },
  )
})
