package taskagent.domain.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import taskagent.domain.bulk.BulkKind.Chunk;
import taskagent.domain.bulk.BulkProgress.Refusal;
import taskagent.domain.engine.Host;
import taskagent.domain.port.Activity;
import taskagent.domain.port.Removed;
import taskagent.domain.port.Tasks;
import taskagent.domain.port.Unavailable;
import taskagent.domain.run.InputRun;
import taskagent.domain.saga.Verdict;
import taskagent.domain.task.TaskAnswer;
import taskagent.domain.task.TaskId;

/**
 * Works on a chunk: sends each task its command, and counts the answers. It may be called again for
 * the same chunk. If the chunk was counted, it does nothing. Otherwise each task gets the same
 * command again, and gives the same answer.
 */
final class BulkHost implements Host<InputRun<Bulk>, Chunk> {

  private final Tasks tasks;
  private final BulkSets sets;
  private final Activity activity;

  BulkHost(Tasks tasks, BulkSets sets, Activity activity) {
    this.tasks = tasks;
    this.sets = sets;
    this.activity = activity;
  }

  @Override
  public List<Verdict> run(List<Sent<InputRun<Bulk>, Chunk>> sent) {
    return List.of(run(sent.getFirst().command()));
  }

  private Verdict run(Chunk chunk) {
    var before = sets.progress(chunk.set());
    if (before.chunks() > chunk.number()) {
      return new Verdict.Done(); // it was finished, but its result was lost
    }
    var ids = sets.chunk(chunk.set(), chunk.number());
    if (ids.isEmpty() || before.chunks() < chunk.number()) {
      return new Verdict.Refused("the stored ids of " + chunk.set().bulk() + " were removed");
    }
    var refusals = refusals(chunk, ids.get());
    int accepted = ids.get().size() - refusals.size();
    var after = before.plus(accepted, refusals);
    if (sets.advance(chunk.set(), after)) { // otherwise a stalled process has finished it, too
      activity.bulkAdvanced(
          chunk.set().bulk(),
          accepted,
          refusals.size(),
          chunk.order().count() - after.done() - after.refused());
    }
    return new Verdict.Done();
  }

  private List<Refusal> refusals(Chunk chunk, List<TaskId> ids) {
    int first = chunk.number() * chunk.order().chunkSize();
    var refusals = new ArrayList<Refusal>();
    for (int i = 0; i < ids.size(); i++) {
      var id = ids.get(i);
      refused(chunk, id, first + i).ifPresent(why -> refusals.add(new Refusal(id, why)));
    }
    return refusals;
  }

  /**
   * Returns why a task refuses its command; empty if it accepts it.
   *
   * @throws Unavailable if the engine cannot be reached; then the chunk is worked on again later
   */
  private Optional<String> refused(Chunk chunk, TaskId task, int position) {
    try {
      var answer = tasks.run(task, chunk.order().command(chunk.set().bulk(), position));
      return answer instanceof TaskAnswer.Refused(var refusal)
          ? Optional.of(refusal.reason())
          : Optional.empty();
    } catch (Removed e) {
      // The owner of a removed task is not known any more.
      return Optional.of(chunk.order().onlyOwn() ? "there is no task " + task : e.reason());
    } catch (Unavailable e) {
      if (e.kind() == Unavailable.Kind.DAMAGED) { // it would hold up all others for ever
        return Optional.of("the stored task cannot be read");
      }
      throw e;
    }
  }
}
