import { afterAll, beforeAll } from '@jest/globals'
import type { Stack } from './start-stack.js'

/** One stack for all tests of the file, or of the block. Its properties exist once the tests run. */
export function useStack<S extends Stack>(start: () => Promise<S>): S {
  const stack = {} as S
  beforeAll(async () => {
    Object.assign(stack, await start())
  })
  afterAll(async () => stack[Symbol.asyncDispose]())
  return stack
}
