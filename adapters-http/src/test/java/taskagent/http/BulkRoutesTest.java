package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditChange;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.task.CommandId;
import taskagent.domain.task.TaskCommand;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Lists;
import taskagent.domain.view.RunState;
import taskagent.domain.view.RunSummary;

/** Bulks as HTTP answers them (specification §14). */
final class BulkRoutesTest {

  private static final String ADA = MemoryTokens.of("ada");
  private static final String BOB = MemoryTokens.of("bob");

  /** Pages of two tasks, which are all that are in the engine, or those of one owner. */
  private final Lists lists =
      new Lists() {
        @Override
        public Page<TaskSnapshot> tasks(Query<TaskStatus> query) {
          var owner =
              query.filter().conditions().stream()
                  .filter(Condition.OwnedBy.class::isInstance)
                  .map(condition -> ((Condition.OwnedBy) condition).user())
                  .findFirst();
          var all =
              IntStream.range(0, 9)
                  .mapToObj(i -> server.engine.tasks().find(new TaskId("t" + i)))
                  .flatMap(Optional::stream)
                  .filter(task -> query.filter().states().contains(task.status()))
                  .filter(task -> owner.isEmpty() || task.requestedBy().equals(owner))
                  .toList();
          int from = query.after().map(Integer::parseInt).orElse(0);
          int to = Math.min(from + 2, all.size());
          return new Page<>(
              all.subList(from, to),
              Optional.of(Integer.toString(to)).filter(_ -> to < all.size()),
              new Total(all.size(), true),
              new AsOf(new Feed.Position("e", 1), 0),
              false);
        }

        @Override
        public Page<RunSummary> runs(Query<RunState> query) {
          throw new UnsupportedOperationException("only tasks are needed");
        }

        /** The bulks that the server has recorded. */
        @Override
        public Page<AuditEntry> audit(Query<AuditKind> query) {
          var begun =
              server.audit.stream()
                  .filter(change -> change.action() == AuditAction.BEGIN)
                  .map(change -> change.entry(() -> "k", Instant.EPOCH))
                  .toList();
          return new Page<>(
              begun,
              Optional.empty(),
              new Total(begun.size(), true),
              new AsOf(new Feed.Position("e", 1), 0),
              false);
        }

        @Override
        public Feed feed() {
          throw new UnsupportedOperationException("nobody reads changes");
        }
      };

  private TestServer server = TestServer.with(lists);

  @AfterEach
  void stop() {
    server.close();
  }

  private void create(int count, Optional<String> requestedBy) {
    for (int i = 0; i < count; i++) {
      server
          .engine
          .tasks()
          .run(
              new TaskId("t" + i),
              new TaskCommand.Create(
                  new CommandId("c"), "A title", "What is to be done", requestedBy));
    }
  }

  private JsonNode ended(String location, String... headers) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              server.engine.advance(Duration.ofSeconds(1));
              return TestServer.json(server.get(location, headers)).path("ended_at").isTextual();
            });
    return TestServer.json(server.get(location, headers));
  }

  private String begun(String json, String... headers) {
    var answer = server.post("/bulk", json, headers);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo("/bulk/" + TestServer.json(answer).path("bulk_id").asText());
    return location;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void cancelsAllTasksThatAFilterFinds() {
    create(5, Optional.empty());

    var bulk =
        ended(begun("{\"action\": \"cancel\", \"q\": \"status:open\", \"expected_count\": 5}"));

    assertThat(bulk.path("state").asText()).isEqualTo("completed");
    assertThat(bulk.path("action").asText()).isEqualTo("cancel");
    assertThat(bulk.path("count").asInt()).isEqualTo(5);
    assertThat(bulk.path("done").asInt()).isEqualTo(5);
    assertThat(bulk.path("refused").asInt()).isZero();
    assertThat(bulk.path("left").asInt()).isZero();
    assertThat(Instant.parse(bulk.path("started_at").asText()))
        .isBefore(Instant.parse(bulk.path("ended_at").asText()));
    for (int i = 0; i < 5; i++) {
      assertThat(server.engine.tasks().timeline(new TaskId("t" + i)).orElseThrow())
          .extracting(TaskEvent::type)
          .containsExactly(TaskEvent.Type.CREATED, TaskEvent.Type.CANCELLED);
    }
  }

  @Test
  void bulksAreListedAndThoseThatWereRemovedAreNot() {
    create(1, Optional.empty());
    var location = begun("{\"action\": \"cancel\", \"ids\": [\"t0\"]}");
    var bulk = ended(location);
    server.audit.add(
        new AuditChange(
            Optional.empty(),
            AuditAction.BEGIN,
            AuditKind.BULK,
            "bulk-gone",
            Optional.empty(),
            Optional.empty()));
    var page = TestServer.json(server.get("/bulk?limit=5"));
    assertThat(page.path("items").size()).isEqualTo(1);
    assertThat(page.path("items").path(0)).isEqualTo(bulk);
    TestServer.problem(server.get("/bulk?q=x"), 422);
  }

  @Test
  void anotherCountBeginsNothing() {
    create(5, Optional.empty());
    var request = "{\"action\": \"cancel\", \"q\": \"status:open\", \"expected_count\": 4}";

    var problem = TestServer.problem(server.post("/bulk", request), 409);

    assertThat(problem.path("type").asText()).isEqualTo("urn:taskagent:problem:count-differs");
    assertThat(problem.path("detail").asText()).contains("5 tasks", "expected_count is 4");
    assertThat(server.engine.tasks().find(new TaskId("t0")).orElseThrow().status())
        .isEqualTo(TaskStatus.PENDING);
  }

  @Test
  void aDryRunSaysWhatItWouldDo() {
    create(3, Optional.empty());

    var preview =
        TestServer.json(
            server.post(
                "/bulk?dry_run=true", "{\"action\": \"complete\", \"q\": \"status:open\"}"));

    assertThat(preview.path("count").asInt()).isEqualTo(3);
    assertThat(texts(preview.path("ids"))).containsExactly("t0", "t1", "t2");
    assertThat(preview.path("refused").asInt()).isEqualTo(3);
    assertThat(preview.path("refusals").path(0).path("reason").asText())
        .isEqualTo("cannot complete a task that is pending");
    var ofIds =
        TestServer.json(
            server.post(
                "/bulk?dry_run=true", "{\"action\": \"cancel\", \"ids\": [\"t1\", \"none\"]}"));
    assertThat(ofIds.path("refusals").path(0).path("task_id").asText()).isEqualTo("none");
    assertThat(ofIds.path("refused").asInt()).isEqualTo(1);
    assertThat(server.engine.tasks().find(new TaskId("t1")).orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void aRepeatedRequestGetsTheSameBulkAlsoWhenTheFilterFindsOthers() {
    create(4, Optional.empty());
    var request = "{\"action\": \"cancel\", \"q\": \"status:open\", \"expected_count\": 4}";
    var location = begun(request, "Idempotency-Key", "k");
    ended(location);

    assertThat(begun(request, "Idempotency-Key", "k")).isEqualTo(location);

    var other = server.post("/bulk", request.replace("cancel", "start"), "Idempotency-Key", "k");
    assertThat(TestServer.problem(other, 422).path("errors").path(0).path("code").asText())
        .isEqualTo("reused");
  }

  @Test
  void assignsAndRefusesWithReasons() {
    create(2, Optional.empty());

    var bulk =
        ended(
            begun(
                "{\"action\": \"assign\", \"ids\": [\"t0\", \"none\"],"
                    + " \"args\": {\"assignee\": \"grace\"}}"));

    assertThat(bulk.path("done").asInt()).isEqualTo(1);
    assertThat(bulk.path("refusals").path(0).path("task_id").asText()).isEqualTo("none");
    assertThat(bulk.path("refusals").path(0).path("reason").asText())
        .isEqualTo("there is no task none");
    assertThat(server.engine.tasks().find(new TaskId("t0")).orElseThrow().assignee())
        .contains("grace");
  }

  @Test
  void aStoppedBulkLeavesTheRest() {
    create(9, Optional.empty());
    var location = begun("{\"action\": \"cancel\", \"q\": \"status:open\", \"expected_count\": 9}");

    var stopping = server.post(location + "/stop");

    assertThat(stopping.statusCode()).as(stopping.body()).isEqualTo(202);
    assertThat(TestServer.json(stopping).path("state").asText()).isEqualTo("stopping");
    var bulk = ended(location);
    assertThat(bulk.path("state").asText()).isEqualTo("stopped");
    assertThat(bulk.path("left").asInt()).isPositive();
    TestServer.problem(server.post(location + "/stop"), 409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                         | /action /ids",
        "{\"action\": \"remove\", \"ids\": [\"t\"]}                 | /action",
        "{\"action\": \"cancel\"}                                   | /ids",
        "{\"action\": \"cancel\", \"ids\": []}                      | /ids",
        "{\"action\": \"cancel\", \"ids\": [\"t\", \"t\"]}          | /ids",
        "{\"action\": \"cancel\", \"ids\": [\"a b\"]}               | /ids",
        "{\"action\": \"cancel\", \"ids\": [1]}                     | /ids",
        "{\"action\": \"cancel\", \"ids\": \"t\"}                   | /ids",
        "{\"action\": \"cancel\", \"q\": \"status:open\"}           | /expected_count",
        "{\"action\": \"cancel\", \"q\": \" \", \"expected_count\": 1} | /q",
        "{\"action\": \"cancel\", \"q\": \"x:y\", \"expected_count\": 1} | /q",
        "{\"action\": \"cancel\", \"q\": \"status:open\", \"ids\": [\"t\"], \"expected_count\": 1} | /q",
        "{\"action\": \"cancel\", \"q\": \"status:open\", \"expected_count\": 100001} | /expected_count",
        "{\"action\": \"cancel\", \"q\": \"status:open\", \"expected_count\": 0} | /expected_count",
        "{\"action\": \"cancel\", \"ids\": [\"t\"], \"args\": 1}    | /args",
        "{\"action\": \"cancel\", \"ids\": [\"t\"], \"args\": {\"x\": 1}} | /args/x",
        "{\"action\": \"assign\", \"ids\": [\"t\"]}                 | /args/assignee",
        "{\"action\": \"set_deadline\", \"ids\": [\"t\"], \"args\": {\"deadline_seconds\": 0}} | /args/deadline_seconds",
        "{\"action\": \"cancel\", \"ids\": [\"t\"], \"prio\": 1}    | /prio"
      })
  void eachBadFieldIsNamed(String json, String pointers) {
    var errors = TestServer.problem(server.post("/bulk", json), 422).path("errors");
    assertThat(
            StreamSupport.stream(errors.spliterator(), false)
                .map(error -> error.path("pointer").asText())
                .collect(Collectors.joining(" ")))
        .isEqualTo(pointers);
  }

  @Test
  void tooManyIdsAreRefused() {
    var ids =
        IntStream.range(0, 1_001).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
    TestServer.problem(
        server.post("/bulk", "{\"action\": \"cancel\", \"ids\": [" + ids + "]}"), 422);
    var more =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"task" + i + "\"")
            .collect(Collectors.joining(","));
    TestServer.problem(
        server.post("/bulk", "{\"action\": \"cancel\", \"ids\": [" + more + "]}"), 413);
    TestServer.problem(server.post("/bulk?dry_run=maybe", "{}"), 422);
    var one = "{\"action\": \"cancel\", \"ids\": [\"t\"]}";
    TestServer.problem(server.post("/bulk?dry_run=true", one, "Idempotency-Key", "a b"), 422);
  }

  @Test
  void unknownBulksAreAbsent() {
    assertThat(TestServer.problem(server.get("/bulk/bulk-12345678"), 404).path("type").asText())
        .isEqualTo("urn:taskagent:problem:bulk-not-found");
    TestServer.problem(server.post("/bulk/bulk-12345678/stop"), 404);
    TestServer.problem(server.get("/bulk/task-workflow-t1"), 422);
  }

  @Test
  void aUserReachesOnlyItsOwnTasksAndBulks() {
    server.close();
    var tokens = new MemoryTokens().withUsers("ada", "bob");
    server = TestServer.with(settings -> settings.withTokens(tokens), lists);
    create(3, Optional.of("ada"));
    server
        .engine
        .tasks()
        .run(
            new TaskId("t3"),
            new TaskCommand.Create(
                new CommandId("c"), "A title", "What is to be done", Optional.of("bob")));
    var own = new String[] {"Authorization", "Bearer " + BOB};

    TestServer.problem(
        server.post(
            "/bulk",
            "{\"action\": \"cancel\", \"q\": \"status:open\", \"expected_count\": 4}",
            own),
        409);
    var location = begun("{\"action\": \"cancel\", \"ids\": [\"t0\", \"t3\"]}", own);

    var bulk = ended(location, own);
    assertThat(bulk.path("requested_by").asText()).isEqualTo("bob");
    assertThat(bulk.path("done").asInt()).isEqualTo(1);
    assertThat(bulk.path("refusals").path(0).path("reason").asText())
        .isEqualTo("there is no task t0");
    assertThat(server.engine.tasks().timeline(new TaskId("t3")).orElseThrow().getLast().actor())
        .contains("bob");
    var foreign = new String[] {"Authorization", "Bearer " + ADA};
    TestServer.problem(server.get(location, foreign), 404);
    TestServer.problem(
        server.send("POST", location + "/stop", BodyPublishers.noBody(), foreign), 404);
  }
}
