import type { Task } from '../../yoti/resources.js'
import type { Row } from './result-view.js'
import { TASK_REASONS, TASK_RECOMMENDATIONS, TASK_STATES, TASKS } from './task-labels.js'
import { humanise, label } from '../../labels/labels.js'

/** Tasks process a resource, for example by reading its text. */
export function toTaskRows({ tasks = [] }: { tasks?: readonly Task[] }): Row[] {
  return tasks.map((task) => ({
    label: label(TASKS, task.type),
    lines: [
      ...(task.state ? [label(TASK_STATES, task.state)] : []),
      ...toRecommendationLines(task),
    ],
    monospace: false,
  }))
}

function toRecommendationLines({ recommendation }: Task): string[] {
  if (recommendation === undefined || recommendation.value === 'PROGRESS') return []
  const { value, reason } = recommendation
  const cause = reason === undefined ? '' : `: ${label(TASK_REASONS, reason.value).toLowerCase()}`
  const detail = reason?.detail === undefined ? '' : ` (${humanise(reason.detail).toLowerCase()})`
  return [`${label(TASK_RECOMMENDATIONS, value)}${cause}${detail}`]
}
