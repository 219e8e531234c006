package taskagent.chaos.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import taskagent.chaos.check.ClientCall;
import taskagent.chaos.check.ClientRequest;
import taskagent.chaos.check.ObservedState.ObservedChat;
import taskagent.chaos.check.ObservedState.ObservedTask;

/**
 * The state that the system reports of all tasks and users that clients have sent requests about.
 */
public record ApiSnapshot(Map<String, ObservedTask> tasks, Map<String, ObservedChat> chats) {

  /** How many readers run at once: reading takes most of the time that a check takes. */
  private static final int READERS = 8;

  /** The ids of tasks and users, each once. */
  private record Subjects(SequencedSet<String> tasks, SequencedSet<String> users) {

    static Subjects of(List<ClientCall> calls) {
      var subjects = new Subjects(new LinkedHashSet<>(), new LinkedHashSet<>());
      for (var call : calls) {
        boolean chat = call.op() instanceof ClientRequest.SendMessage;
        (chat ? subjects.users : subjects.tasks).add(call.op().subject());
      }
      return subjects;
    }
  }

  /**
   * Reads each of them once, on this thread.
   *
   * @throws IOException if the system does not answer
   */
  public static ApiSnapshot of(List<ClientCall> calls, SystemApi api) throws IOException {
    var subjects = Subjects.of(calls);
    var tasks = new LinkedHashMap<String, ObservedTask>();
    for (var id : subjects.tasks()) {
      tasks.put(id, api.task(id));
    }
    var chats = new LinkedHashMap<String, ObservedChat>();
    for (var user : subjects.users()) {
      chats.put(user, api.chat(user));
    }
    return new ApiSnapshot(tasks, chats);
  }

  /**
   * Reads each of them once, several at a time.
   *
   * @param apis where to read, in turn
   * @throws IOException if the system does not answer
   */
  public static ApiSnapshot of(List<ClientCall> calls, List<? extends SystemApi> apis)
      throws IOException, InterruptedException {
    var subjects = Subjects.of(calls);
    var tasks = readAll(subjects.tasks(), apis, SystemApi::task);
    var chats = readAll(subjects.users(), apis, SystemApi::chat);
    return new ApiSnapshot(tasks, chats);
  }

  private interface Read<T> {
    T from(SystemApi api, String subject) throws IOException;
  }

  private static <T> Map<String, T> readAll(
      SequencedSet<String> subjects, List<? extends SystemApi> apis, Read<T> read)
      throws IOException, InterruptedException {
    var reads = new ArrayList<Callable<T>>();
    for (var subject : subjects) {
      var api = apis.get(reads.size() % apis.size());
      reads.add(() -> read.from(api, subject));
    }
    var results = new LinkedHashMap<String, T>();
    try (var readers = Executors.newFixedThreadPool(READERS)) {
      var found = readers.invokeAll(reads).iterator();
      for (var subject : subjects) {
        results.put(subject, found.next().get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException(e);
    }
    return results;
  }
}
