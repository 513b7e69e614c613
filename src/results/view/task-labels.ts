import type { Labels } from '../../labels/labels.js'

export const TASKS: Labels = {
  ID_DOCUMENT_TEXT_DATA_EXTRACTION: 'Reading the text',
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: 'Reading the text',
  VERIFY_SHARE_CODE_TASK: 'Looking up the share code',
}

export const TASK_STATES: Labels = {
  CREATED: 'Not started',
  PENDING: 'Still running',
  DONE: 'Done',
  FAILED: 'Failed',
}

export const TASK_RECOMMENDATIONS: Labels = {
  SHOULD_TRY_AGAIN: 'The user was advised to try again',
  MUST_TRY_AGAIN: 'The user had to try again',
}

export const TASK_REASONS: Labels = {
  QUALITY: 'The photo was not good enough',
  USER_ERROR: 'It was not what was requested',
}
