// The sagas of a task. Each retry is a further run, whose id ends in -r2, -r3 and so on.
import { get, Problem } from './api.js';

const RUNS_AT_MOST = 50;

/** Reads the sagas of a task, oldest first. Each names the one that retries it. */
export async function readRuns(task) {
  const runs = [];
  let id = `task-workflow-${task}`;
  for (let number = 1; id && number <= RUNS_AT_MOST; number++) {
    const run = await read(id);
    if (run === 'removed') {
      id = `task-workflow-${task}-r${number + 1}`; // a later one may be kept for longer
    } else {
      runs.push(...(run ? [run] : []));
      id = run?.retried_as;
    }
  }
  return runs;
}

async function read(id) {
  try {
    return await get(`/workflows/${id}`);
  } catch (error) {
    if (error instanceof Problem && error.final) {
      return error.status === 410 ? 'removed' : null;
    }
    throw error;
  }
}

const OUTCOMES = {
  completed: 'Completed',
  rejected: 'Rejected',
  failed: 'Failed and compensated',
  cancelled: 'Cancelled and compensated',
  compensation_failed: 'A compensation failed',
  defect: 'Stopped by a defect',
};

/** Returns the state of a run in words. A run that is named as a child has no result. */
export function runState({ status, result, steps = [] }) {
  if (result) {
    return OUTCOMES[result.status];
  }
  if (status !== 'RUNNING') {
    return status === 'FAILED' ? OUTCOMES.defect : 'Ended';
  }
  return steps.some((step) => step.undo) ? 'Compensating' : 'Running';
}
