import type { Compilable, CompiledQuery } from 'kysely'

type Value = string | number | null
type Values = Readonly<Record<string, Value | readonly Value[]>>

/** The place of a value in a compiled query. */
class Slot<V> {
  readonly read: (values: V) => unknown
  constructor(read: (values: V) => unknown) {
    this.read = read
  }
}

/**
 * Compiles a query once for all its calls, because compiling takes Kysely several times as long as
 * SQLite takes to run it (docs/performance.md). `build` must pass the values on and not look at them; their names must be the same in each call.
 */
export function prepare<V extends object, Row>(
  build: (values: V) => Compilable<Row>,
): (values: V & Values) => CompiledQuery<Row> {
  const compiledByShape = new Map<string, CompiledQuery<Row>>()
  return (values) => {
    const shape = describeShape(values)
    let compiled = compiledByShape.get(shape)
    if (compiled === undefined) {
      compiled = build(toSlots(values)).compile()
      compiledByShape.set(shape, compiled)
    }
    const parameters = compiled.parameters.map((parameter) =>
      parameter instanceof Slot ? (parameter as Slot<V>).read(values) : parameter,
    )
    return { ...compiled, parameters }
  }
}

/** The length of each list, because each of its elements is a parameter. */
function describeShape(values: Values): string {
  let shape = ''
  for (const name in values) {
    const value = values[name]
    if (Array.isArray(value)) shape += `${value.length} `
  }
  return shape
}

function toSlots<V extends object>(values: V & Values): V {
  const toSlot = ([name, value]: [string, Values[string]]) => {
    const read = (given: V) => (given as Values)[name]
    if (!Array.isArray(value)) return [name, new Slot(read)]
    return [name, value.map((_, i) => new Slot((given: V) => (read(given) as unknown[])[i]))]
  }
  return Object.fromEntries(Object.entries<Values[string]>(values).map(toSlot)) as V
}
