package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskagent.domain.conversation.RuleBasedResponder;
import taskagent.domain.port.Notifier;
import taskagent.domain.port.Workflows;
import taskagent.domain.processing.TaskRequest;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.TaskId;

class SmokeTest {
  @TempDir Path folder;

  @Test
  void smoke() throws InterruptedException {
    try (var engine =
        EmbeddedEngine.open(
            new EmbeddedSettings(folder, 10),
            InstantSource.system(),
            _ -> new Notifier.Sent(),
            new RuleBasedResponder(),
            _ -> {})) {
      var start = engine.workflows().start(request("a"));
      System.out.println(start);
      System.out.println(
          engine.workflows().await(new WorkflowId("task-workflow-a"), Duration.ofSeconds(5)));
      System.out.println(engine.tasks().find(new TaskId("a")));
      System.out.println(engine.tasks().timeline(new TaskId("a")));
      for (int threads : new int[] {16, 64, 64, 256}) {
        int each = 20000 / threads;
        long t = System.nanoTime();
        var all = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
          int me = i;
          all.add(
              Thread.startVirtualThread(
                  () -> {
                    for (int k = 0; k < each; k++) {
                      var id = "t" + threads + "-" + t + "-" + me + "-" + k;
                      var r = engine.workflows().start(request(id));
                      assertThat(r).isInstanceOf(Workflows.Started.Accepted.class);
                      engine
                          .workflows()
                          .await(WorkflowId.of(new TaskId(id)), Duration.ofSeconds(9));
                    }
                  }));
        }
        for (var th : all) th.join();
        System.out.printf(
            "%d threads: %.0f sagas/s%n",
            threads, threads * each / ((System.nanoTime() - t) / 1e9));
        engine.figures().forEach((k, v) -> System.out.print(k + "=" + v.getAsLong() + " "));
        System.out.println();
      }
    }
  }

  static TaskRequest request(String id) {
    return new TaskRequest(
        new TaskId(id), "Title here", "Description of it all", "ada@example.com", 3600);
  }
}
