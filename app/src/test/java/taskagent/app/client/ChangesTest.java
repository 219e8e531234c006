package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands that change something send. */
class ChangesTest {

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  private static void run(String command) {
    SERVER.stubFor(any(anyUrl()).willReturn(json(200, ServerStub.TASK)));
    var run = ClientRun.of(SERVER.baseUrl(), command.split(" ", -1));
    assertThat(run.code()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "assign t1 bob                           | /tasks/t1/assign   | {\"assignee\": \"bob\"}",
        "deadline t1 --in 2h                     | /tasks/t1/deadline | {\"deadline_seconds\": 7200}",
        "deadline t1 --in 1500ms                 | /tasks/t1/deadline | {\"deadline_seconds\": 2}",
        "deadline t1 --at 2026-03-01T12:00+01:00 | /tasks/t1/deadline | {\"deadline_seconds\": 3600}",
        "chat ada how are you                    | /chat/ada          | {\"content\": \"how are you\"}",
        "retry task-workflow-t1                  | /workflows/task-workflow-t1/retry | {}",
        "retry task-workflow-t1 --title New --in 1m | /workflows/task-workflow-t1/retry | {\"title\": \"New\", \"deadline_seconds\": 60}",
        "signal loan-1 collected                | /workflows/loan-1/signals | {\"name\": \"collected\"}",
        "signal loan-1 collected --id v1 --payload [7,{}] | /workflows/loan-1/signals | {\"name\": \"collected\", \"id\": \"v1\", \"payload\": [7, {}]}",
        "signal loan-1 collected --payload \"yes\" | /workflows/loan-1/signals | {\"name\": \"collected\", \"payload\": \"yes\"}",
        "bulk cancel --q status:open --expected-count 7 | /bulk | {\"action\": \"cancel\", \"q\": \"status:open\", \"expected_count\": 7}",
        "bulk assign --ids t1,t2 --assignee bob --dry-run | /bulk?dry_run=true | {\"action\": \"assign\", \"ids\": [\"t1\", \"t2\"], \"args\": {\"assignee\": \"bob\"}}",
        "bulk set_deadline --ids t1 --in 1m | /bulk | {\"action\": \"set_deadline\", \"ids\": [\"t1\"], \"args\": {\"deadline_seconds\": 60}}",
        "process --id t1 --title Report --assignee ada --description 0123456789 | /tasks/process | {\"task_id\": \"t1\", \"title\": \"Report\", \"assignee\": \"ada\", \"description\": \"0123456789\"}"
      })
  void aChangeWithABody(String command, String path, String body) {
    run(command);
    SERVER.verify(postRequestedFor(urlEqualTo(path)).withRequestBody(equalToJson(body)));
  }

  @ParameterizedTest
  @CsvSource({
    "start t1, /tasks/t1/start",
    "complete t1, /tasks/t1/complete",
    "cancel t1, /tasks/t1/cancel",
    "cancel task-workflow-t1, /workflows/task-workflow-t1/cancel",
    "retry-now task-workflow-t1, /workflows/task-workflow-t1/retry-now",
    "bulk stop bulk-12345678, /bulk/bulk-12345678/stop",
    "dead-letters replay 7, /dead-letters/7/replay",
    "dead-letters replay --all, /dead-letters/replay"
  })
  void aChangeWithoutABody(String command, String path) {
    run(command);
    SERVER.verify(postRequestedFor(urlEqualTo(path)).withoutHeader("Content-Type"));
  }

  @Test
  void aDeadLetterIsRemoved() {
    run("dead-letters remove 7");
    SERVER.verify(deleteRequestedFor(urlEqualTo("/dead-letters/7")));
  }

  @Test
  void tasksGetIdsOfTheirOwn() {
    var command = "process --title Report --assignee ada --description 0123456789";
    run(command);
    run(command);
    var ids =
        SERVER.findAll(postRequestedFor(urlEqualTo("/tasks/process"))).stream()
            .map(request -> request.getHeader("Idempotency-Key"))
            .toList();
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(ids).allSatisfy(id -> assertThat(id).matches("task-[a-z0-9]{1,13}"));
    assertThat(List.copyOf(ids)).noneMatch(id -> id.startsWith("task-workflow-"));
  }
}
