package taskagent.domain.guard;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import taskagent.domain.access.Access;
import taskagent.domain.access.Caller;
import taskagent.domain.access.Subject;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Filter;
import taskagent.domain.view.Lists.AsOf;
import taskagent.domain.view.RunState;
import taskagent.domain.view.RunSummary;

/**
 * The changes of what one caller may see. For a task that comes to the caller or leaves it, the
 * state that the caller may not see is missing, as if the task were new or removed.
 */
final class GuardedFeed implements Feed {

  private final Feed feed;
  private final Caller caller;
  private final RunAssignees assignees;

  GuardedFeed(Feed feed, Caller caller, RunAssignees assignees) {
    this.feed = feed;
    this.caller = caller;
    this.assignees = assignees;
  }

  @Override
  public AsOf asOf() {
    return feed.asOf();
  }

  @Override
  public boolean continues(Position position) {
    return feed.continues(position);
  }

  @Override
  public Optional<Part> after(Position position, int limit, Duration atMost)
      throws InterruptedException {
    return feed.after(position, limit, atMost)
        .map(
            part ->
                new Part(
                    part.entries().stream().flatMap(entry -> seen(entry).stream()).toList(),
                    part.upTo()));
  }

  private Optional<Entry> seen(Entry entry) {
    return switch (entry) {
      case TaskEntry task -> seen(task);
      case RunEntry run -> Optional.<Entry>of(run).filter(_ -> shows(run));
    };
  }

  private Optional<Entry> seen(TaskEntry entry) {
    var before = entry.before().filter(this::shows);
    var after = entry.after().filter(this::shows);
    if (before.isEmpty() && after.isEmpty()) {
      return Optional.empty();
    }
    return before.equals(entry.before()) && after.equals(entry.after())
        ? Optional.of(entry) // the same one for all who see it
        : Optional.of(new TaskEntry(entry.seq(), entry.id(), before, after));
  }

  private boolean shows(TaskSnapshot task) {
    return Sight.shows(caller, task.owners());
  }

  private boolean shows(RunEntry entry) {
    var requestedBy = entry.after().or(entry::before).flatMap(RunSummary::requestedBy);
    return Sight.shows(caller, new Subject.OfTask(Optional.empty(), requestedBy))
        || Sight.shows(caller, new Subject.OfTask(assignees.of(entry), requestedBy));
  }

  @Override
  public Optional<String> assignee(TaskId task) {
    throw new UnsupportedOperationException("callers read tasks themselves");
  }

  @Override
  public Optional<List<Count<TaskStatus>>> countTasks(Filter<TaskStatus> filter) {
    return feed.countTasks(restricted(filter));
  }

  @Override
  public Optional<List<Count<RunState>>> countRuns(Filter<RunState> filter) {
    return feed.countRuns(restricted(filter));
  }

  private <S extends Enum<S>> Filter<S> restricted(Filter<S> filter) {
    return caller
        .name()
        .filter(_ -> Access.onlyOwnTasks(caller))
        .map(filter::ownedBy)
        .orElse(filter);
  }
}
