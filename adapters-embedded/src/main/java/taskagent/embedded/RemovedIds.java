package taskagent.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import taskagent.domain.conversation.UserId;
import taskagent.domain.port.Removed;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;

/** The table of what was removed, so that no id is used twice. */
final class RemovedIds {

  private static final String TASK = "task";
  private static final String RUN = "run";
  private static final String CONVERSATION = "conversation";
  private static final String FIND = "SELECT at FROM removed WHERE kind = ? AND id = ?";

  private RemovedIds() {}

  /**
   * Checks that a task that was not found was not removed.
   *
   * @throws Removed if it was
   */
  static void check(Database database, TaskId id) {
    refuse(id, database.first(FIND, RemovedIds::time, TASK, id.value()));
  }

  /** Like the other {@code check}, within a transaction. */
  static void check(Transaction transaction, TaskId id) throws SQLException {
    refuse(id, transaction.first(FIND, RemovedIds::time, TASK, id.value()));
  }

  private static void refuse(TaskId id, Optional<Instant> removedAt) {
    removedAt.ifPresent(
        at -> {
          throw Removed.task(id, at);
        });
  }

  /**
   * Checks that a run that was not found was not removed.
   *
   * @throws Removed if it was
   */
  static void check(Database database, RunId id) {
    refuse(id, database.first(FIND, RemovedIds::time, RUN, id.value()));
  }

  /** Like the other {@code check}, within a transaction. */
  static void check(Transaction transaction, RunId id) throws SQLException {
    refuse(id, removedAt(transaction, id));
  }

  private static void refuse(RunId id, Optional<Instant> removedAt) {
    removedAt.ifPresent(
        at -> {
          throw Removed.run(id, at);
        });
  }

  /** Returns when a run was removed; empty if it was not. */
  static Optional<Instant> removedAt(Transaction transaction, RunId id) throws SQLException {
    return transaction.first(FIND, RemovedIds::time, RUN, id.value());
  }

  private static Instant time(ResultSet row) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(1));
  }

  /** Returns the number of the next message of a user whose conversation was removed. */
  static Optional<Long> nextSeq(Database database, UserId user) {
    return database.first(
        "SELECT next_seq FROM removed WHERE kind = ? AND id = ?",
        row -> row.getLong(1),
        CONVERSATION,
        user.value());
  }

  /** Records that a task was removed. */
  static void addTask(Transaction transaction, String id, Instant at) throws SQLException {
    add(transaction, TASK, id, at, Optional.empty());
  }

  /** Records that a run was removed. */
  static void addRun(Transaction transaction, String id, Instant at) throws SQLException {
    add(transaction, RUN, id, at, Optional.empty());
  }

  /** Records that a conversation was removed. */
  static void addConversation(Transaction transaction, String user, long nextSeq, Instant at)
      throws SQLException {
    add(transaction, CONVERSATION, user, at, Optional.of(nextSeq));
  }

  private static void add(
      Transaction transaction, String kind, String id, Instant at, Optional<Long> nextSeq)
      throws SQLException {
    transaction.update(
        "INSERT OR REPLACE INTO removed (kind, id, at, next_seq) VALUES (?, ?, ?, ?)",
        kind,
        id,
        at,
        nextSeq);
  }
}
