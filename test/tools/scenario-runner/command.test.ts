import { describe, expect, it } from '@jest/globals'
import { CommandError, parseCommand } from '../../../tools/scenario-runner/command.js'

const RUN = {
  kind: 'run',
  names: ['a', 'b'],
  tags: [],
  attended: false,
  json: false,
  junit: undefined,
  concurrency: 4,
  timeoutSeconds: undefined,
  from: undefined,
}

describe('the command line', () => {
  it.each<[string, object]>([
    ['a b', RUN],
    ['--all', { ...RUN, names: undefined }],
    ['a b --json --junit report.xml', { ...RUN, json: true, junit: 'report.xml' }],
    ['--concurrency 8 --timeout=90 a b', { ...RUN, concurrency: 8, timeoutSeconds: 90 }],
    ['--tag x --tag y', { ...RUN, names: undefined, tags: ['x', 'y'] }],
    ['a b --attended', { ...RUN, attended: true }],
    ['--from mine a b', { ...RUN, from: 'mine' }],
    ['--list', { kind: 'list', json: false, from: undefined }],
    ['--list --json --from mine', { kind: 'list', json: true, from: 'mine' }],
    ['--help', { kind: 'help' }],
  ])('parses %s', (line, command) => {
    expect(parseCommand(line.split(' '))).toEqual(command)
  })

  it.each([
    ['', /Specify a scenario name, --tag, --all or --list/],
    ['--all a', /Specify only one of/],
    ['--everything', /--everything/],
    ['--all --concurrency 0', /--concurrency: expected a whole number from 1 to 32/],
    ['--all --timeout 1.5', /--timeout/],
    ['--all --junit', /--junit/],
  ])('rejects "%s" with the problem and the usage', (line, problem) => {
    const args = line.split(' ').filter(Boolean)
    expect(() => parseCommand(args)).toThrow(CommandError)
    expect(() => parseCommand(args)).toThrow(problem)
    expect(() => parseCommand(args)).toThrow(/npm run scenario -- --list \| NAME/)
  })
})
