import type { Task } from '../../yoti/resources.js'
import type { Row } from './result-view.js'
import { TASK_REASONS, TASK_RECOMMENDATIONS, TASK_STATES, TASKS } from './task-words.js'
import { humanise, sayIn } from './words.js'

/** What was done with a resource once it was there, such as reading its text. */
export function describeTasks({ tasks = [] }: { tasks?: readonly Task[] }): Row[] {
  return tasks.map((task) => ({
    label: sayIn(TASKS, task.type),
    lines: [...(task.state ? [sayIn(TASK_STATES, task.state)] : []), ...describeAdvice(task)],
    monospace: false,
  }))
}

/** Going on is no advice worth a line. */
function describeAdvice({ recommendation }: Task): string[] {
  if (recommendation === undefined || recommendation.value === 'PROGRESS') return []
  const { value, reason } = recommendation
  const why = reason === undefined ? '' : `: ${sayIn(TASK_REASONS, reason.value).toLowerCase()}`
  const detail = reason?.detail === undefined ? '' : ` (${humanise(reason.detail).toLowerCase()})`
  return [`${sayIn(TASK_RECOMMENDATIONS, value)}${why}${detail}`]
}
