/** Optimisations for many concurrent requests, each with what it saves (docs/performance.md). */
import { performance } from 'node:perf_hooks'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Compilable, CompiledQuery } from 'kysely'

/** Of the event loop, by requests and jobs together. */
const MAX_UTILIZATION = 0.7
const MIN_DELAY_MS = 1
const INITIAL_DELAY_MS = 4
const MAX_DELAY_MS = 200

/**
 * Resolves when the next jobs may start. Requests come first, because users wait for them: the delay
 * doubles while the loop is busy and halves otherwise. Without it, a notification waits up to a
 * second instead of about 40 ms, and half as many are accepted per second.
 *
 * @param readUtilization event loop utilization since the last call, 0 to 1
 */
export function createEventLoopThrottle(
  readUtilization = createUtilizationReader(),
  sleep: (ms: number) => Promise<void> = setTimeout,
): () => Promise<void> {
  let delayMs = 0
  return async () => {
    delayMs =
      readUtilization() > MAX_UTILIZATION
        ? Math.min(Math.max(delayMs * 2, INITIAL_DELAY_MS), MAX_DELAY_MS)
        : delayMs / 2
    if (delayMs >= MIN_DELAY_MS) await sleep(delayMs)
  }
}

function createUtilizationReader(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    return utilization
  }
}

/** Each batch size is a separate prepared statement, which SQLite keeps. */
const MAX_BATCH_SIZE = 16

/**
 * Calls that arrive together share one write, and each resolves once the write is durable. With 64
 * concurrent notifications, a write takes a seventh of the CPU.
 */
export function createBatchedWrite<T>(
  write: (batch: ReadonlyMap<string, T>) => Promise<void>,
): (key: string, value: T) => Promise<void> {
  let current: { batch: Map<string, T>; written: Promise<void> } | undefined

  const writeSoon = async (batch: Map<string, T>): Promise<void> => {
    await setImmediate()
    if (current?.batch === batch) current = undefined
    await write(batch)
  }
  return async (key, value) => {
    if (current === undefined || current.batch.size === MAX_BATCH_SIZE) {
      const batch = new Map<string, T>()
      current = { batch, written: writeSoon(batch) }
    }
    current.batch.set(key, value)
    await current.written
  }
}

/** The place of a value in a compiled query. */
class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/**
 * Compiles a query once for all calls with values of the same names, because compiling takes Kysely
 * several times as long as SQLite takes to run it. `build` must pass the values on and not look at them.
 */
export function prepare<V extends object, Row>(
  build: (values: V) => Compilable<Row>,
): (values: V) => CompiledQuery<Row> {
  const compile = memoize((names: string) => {
    const slots = Object.fromEntries(names.split(' ').map((name) => [name, new Slot(name)]))
    return build(slots as V).compile()
  })
  return (values) => {
    const compiled = compile(Object.keys(values).join(' '))
    const parameters = compiled.parameters.map((parameter) =>
      parameter instanceof Slot ? values[parameter.name as keyof V] : parameter,
    )
    return { ...compiled, parameters }
  }
}

/**
 * For prepared statements: reusing one halves the CPU of a query. Unbounded, because the SQL texts
 * are constant: there are a few dozen.
 */
export function memoize<T>(create: (text: string) => T): (text: string) => T {
  const created = new Map<string, T>()
  return (text) => {
    let value = created.get(text)
    if (value === undefined) {
      value = create(text)
      created.set(text, value)
    }
    return value
  }
}
