package taskagent.domain.guard;

import java.util.Optional;
import taskagent.domain.access.AccessRefused;
import taskagent.domain.access.CurrentCaller;
import taskagent.domain.access.Operation;
import taskagent.domain.access.Subject;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.port.Tasks;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Lists;
import taskagent.domain.view.RunState;
import taskagent.domain.view.RunSummary;

/**
 * The lists of what the current caller may see. The restriction is a part of each query, so that
 * pages, totals and cursors are right.
 */
public final class GuardedLists implements Lists {

  private final Lists lists;
  private final Tasks tasks;
  private final RunAssignees assignees;

  /**
   * Guards lists.
   *
   * @param tasks are guarded themselves
   */
  public GuardedLists(Lists lists, GuardedTasks tasks) {
    this.lists = lists;
    this.tasks = tasks;
    this.assignees = new RunAssignees(lists);
  }

  @Override
  public Page<TaskSnapshot> tasks(Query<TaskStatus> query) {
    return lists.tasks(restricted(query));
  }

  @Override
  public Page<RunSummary> runs(Query<RunState> query) {
    return lists.runs(restricted(query));
  }

  /** A caller that sees its own tasks only sees what it did itself. */
  @Override
  public Page<AuditEntry> audit(Query<AuditKind> query) {
    AccessRefused.check(Operation.READ_TASKS, new Subject.Any());
    var owner = Sight.actor().filter(_ -> Sight.restricted());
    return lists.audit(owner.map(query::doneBy).orElse(query));
  }

  private <S extends Enum<S>> Query<S> restricted(Query<S> query) {
    AccessRefused.check(Operation.READ_TASKS, new Subject.Any());
    var owner = Sight.actor().filter(_ -> Sight.restricted());
    return owner.map(user -> query.withAtLeast(known(query)).ownedBy(user)).orElse(query);
  }

  /**
   * A list that has reached a version of another's task would tell that it exists. For a task that
   * does not exist, no version is ever reached.
   */
  private Optional<Version> known(Query<?> query) {
    return query
        .atLeast()
        .map(
            wanted ->
                tasks.find(wanted.task()).isPresent()
                    ? wanted
                    : new Version(wanted.task(), Long.MAX_VALUE));
  }

  /** The caller is the one who opens the feed, also when it is read later. */
  @Override
  public Feed feed() {
    AccessRefused.check(Operation.READ_TASKS, new Subject.Any());
    return Sight.restricted()
        ? new GuardedFeed(lists.feed(), CurrentCaller.here(), assignees)
        : lists.feed();
  }
}
