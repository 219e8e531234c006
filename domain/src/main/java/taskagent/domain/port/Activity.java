package taskagent.domain.port;

import taskagent.domain.conversation.UserId;
import taskagent.domain.run.Run;
import taskagent.domain.run.RunId;
import taskagent.domain.saga.SagaProgress;
import taskagent.domain.task.TaskEvent;

/**
 * Observes what has happened, for logs and metrics. An engine reports it once it is durable; if the
 * engine stops in between, the report is lost. An implementation must not throw or block.
 */
public interface Activity {

  /** A task changed. */
  void taskChanged(TaskEvent event);

  /** A saga progressed. */
  void sagaProgressed(Run run, SagaProgress progress);

  /**
   * A message was answered.
   *
   * @param seq the number of the reply in the user's conversation
   */
  void messageAnswered(UserId user, long seq);

  /**
   * A bulk has finished one more chunk of its tasks. By default this is ignored.
   *
   * @param done how many tasks of the chunk accepted the command
   * @param refused how many tasks of the chunk refused it
   * @param left how many tasks the bulk still has before it
   */
  default void bulkAdvanced(RunId bulk, int done, int refused, int left) {}

  /** Returns an observer that ignores everything. */
  static Activity none() {
    return new Activity() {
      @Override
      public void taskChanged(TaskEvent event) {}

      @Override
      public void sagaProgressed(Run run, SagaProgress progress) {}

      @Override
      public void messageAnswered(UserId user, long seq) {}
    };
  }

  /** Returns an observer that passes everything on to this one, then to the other one. */
  default Activity and(Activity other) {
    return new Activity() {
      @Override
      public void taskChanged(TaskEvent event) {
        Activity.this.taskChanged(event);
        other.taskChanged(event);
      }

      @Override
      public void sagaProgressed(Run run, SagaProgress progress) {
        Activity.this.sagaProgressed(run, progress);
        other.sagaProgressed(run, progress);
      }

      @Override
      public void messageAnswered(UserId user, long seq) {
        Activity.this.messageAnswered(user, seq);
        other.messageAnswered(user, seq);
      }

      @Override
      public void bulkAdvanced(RunId bulk, int done, int refused, int left) {
        Activity.this.bulkAdvanced(bulk, done, refused, left);
        other.bulkAdvanced(bulk, done, refused, left);
      }
    };
  }
}
