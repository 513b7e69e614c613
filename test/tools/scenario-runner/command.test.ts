import { expect, it } from '@jest/globals'
import { parseCommand } from '../../../tools/scenario-runner/command.js'

it.each([
  [{}, [], /^Specify a scenario name, --tag, --all or --list/],
  [{ all: true }, ['a'], /^Specify only one of/],
  [{ all: true, concurrency: '0' }, [], /^--concurrency: expected a whole number from 1 to 32/],
  [{ all: true, timeout: '1.5' }, [], /^--timeout: expected a whole number/],
])('rejects the options %j with the names %j', (options, names, problem) => {
  expect(() => parseCommand(options, names)).toThrow(problem)
})

it('runs the scenarios with the tags, or all, four at a time', () => {
  expect(parseCommand({ tag: ['x', 'y'] }, [])).toMatchObject({
    concurrency: 4,
    tags: ['x', 'y'],
  })
  expect(parseCommand({ all: true, timeout: '90' }, [])).toMatchObject({
    ...{ names: undefined, tags: [], timeoutSeconds: 90 },
  })
})
