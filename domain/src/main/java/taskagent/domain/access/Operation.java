package taskagent.domain.access;

/** What a caller can ask for. Each route of the API has one of these. */
public enum Operation {
  /** Needs no token: health, the description of the API, the files of the page, logging in. */
  PUBLIC,
  /** Tells callers who they are. */
  IDENTIFY,
  /** Reads tasks with their workflows, explanations, lists and changes. */
  READ_TASKS,
  /** Asks for a new task. */
  REQUEST_TASK,
  /** Changes or removes a task, or cancels, retries or signals its workflow. */
  CHANGE_TASKS,
  /** Reads a conversation. */
  READ_CHAT,
  /** Sends a message, or clears or removes a conversation. */
  CHANGE_CHAT,
  /** Reads events that could not be published. */
  READ_DEAD_LETTERS,
  /** Replays or drops events that could not be published. */
  CHANGE_DEAD_LETTERS,
  /** Reads who changed what. */
  READ_AUDIT,
  /** Reads the metrics. */
  READ_METRICS
}
