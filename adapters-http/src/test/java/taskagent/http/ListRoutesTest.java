package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import taskagent.domain.audit.AuditAction;
import taskagent.domain.audit.AuditEntry;
import taskagent.domain.audit.AuditKind;
import taskagent.domain.port.Unavailable;
import taskagent.domain.processing.Workflow;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.processing.WorkflowResult;
import taskagent.domain.saga.Outcome;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.domain.view.Condition;
import taskagent.domain.view.Feed;
import taskagent.domain.view.Lists;
import taskagent.domain.view.QueryRefused;
import taskagent.domain.view.RunState;
import taskagent.domain.view.RunSummary;
import taskagent.domain.view.Sort;

/** Lists as HTTP answers them (specification §14). */
final class ListRoutesTest {

  private static final TaskId TASK = new TaskId("t1");

  /** Answers always the same, and remembers what it was asked for. */
  private final class Asked implements Lists {
    private final List<Query<?>> queries = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();

    @Override
    public Page<TaskSnapshot> tasks(Query<TaskStatus> query) {
      return page(
          query,
          new TaskSnapshot(
              TASK,
              "A title",
              "What is to be done",
              TaskStatus.ASSIGNED,
              Optional.of("ada"),
              Optional.empty(),
              Instant.EPOCH,
              Instant.EPOCH,
              3));
    }

    @Override
    public Page<RunSummary> runs(Query<RunState> query) {
      return page(
          query,
          new RunSummary(
              WorkflowId.of(TASK),
              TASK,
              Workflow.Status.COMPLETED,
              Optional.of(new WorkflowResult(TASK, Outcome.FAILED, "It failed", true)),
              Optional.of("notify"),
              3,
              Optional.empty(),
              Instant.EPOCH,
              Instant.EPOCH));
    }

    @Override
    public Page<AuditEntry> audit(Query<AuditKind> query) {
      return page(
          query,
          new AuditEntry(
              "k",
              Instant.EPOCH,
              Optional.of("ada"),
              AuditAction.ASSIGN,
              AuditKind.TASK,
              "t1",
              Optional.of("bob")));
    }

    @Override
    public Feed feed() {
      throw new UnsupportedOperationException("these lists do not change");
    }

    private <T> Page<T> page(Query<?> query, T item) {
      queries.add(query);
      failure.ifPresent(
          e -> {
            throw e;
          });
      return new Page<>(
          List.of(item),
          Optional.of("more"),
          new Total(17, false),
          new AsOf(new Feed.Position("e", 9), 20),
          true);
    }
  }

  private final Asked lists = new Asked();
  private final TestServer server = TestServer.with(lists);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPageOfTasksHasTheFieldsOfATask() {
    var page = TestServer.json(server.get("/tasks"));
    assertThat(page.path("items").toString())
        .isEqualTo(
            """
            [{"task_id":"t1","title":"A title","description":"What is to be done",\
            "status":"assigned","assignee":"ada","deadline":null,\
            "created_at":"1970-01-01T00:00:00Z","updated_at":"1970-01-01T00:00:00Z",\
            "version":3}]""");
    assertThat(page.path("next").asText()).isEqualTo("more");
    assertThat(page.path("total").toString()).isEqualTo("{\"value\":17,\"relation\":\"gte\"}");
    assertThat(page.path("as_of").toString())
        .isEqualTo("{\"seq\":9,\"position\":\"e.9\",\"lag_ms\":20}");
    assertThat(page.path("stale").asBoolean()).isTrue();
  }

  @Test
  void aPageOfWorkflowsHasResultsButNoSteps() {
    var item = TestServer.json(server.get("/workflows?q=outcome:failed")).path("items").path(0);
    assertThat(item.path("workflow_id").asText()).isEqualTo("task-workflow-t1");
    assertThat(item.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(item.path("result").path("status").asText()).isEqualTo("failed");
    assertThat(item.path("output").asText()).isEqualTo(item.path("result").toString());
    assertThat(item.path("step").asText()).isEqualTo("notify");
    assertThat(item.path("attempts").asInt()).isEqualTo(3);
    assertThat(item.has("steps")).isFalse();
  }

  @Test
  void theAuditSaysWhoChangedWhat() {
    var page =
        TestServer.json(server.get("/audit?q=actor:ada%20at:%3C1h%20-kind:bulk%20t&limit=7"));
    assertThat(page.path("items").toString())
        .isEqualTo(
            """
            [{"at":"1970-01-01T00:00:00Z","actor":"ada","action":"assign","kind":"task",\
            "id":"t1","detail":"bob"}]""");
    var asked = lists.queries.getFirst();
    assertThat(asked.sort()).isEqualTo(Sort.NEWEST);
    assertThat(asked.limit()).isEqualTo(7);
    assertThat(asked.filter().states().toString()).isEqualTo("[TASK, WORKFLOW, USER, DEAD_LETTER]");
    assertThat(asked.filter().conditions())
        .containsExactly(
            new Condition.OneOf(Condition.Label.ACTOR, List.of("ada"), false),
            new Condition.Between(
                Condition.Measure.CREATED,
                server.clock.millis() - 3_600_000 + 1,
                Long.MAX_VALUE,
                false),
            new Condition.Begins("t", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          action:fly    | Column 8. "fly" is unknown. Use one of: process, assign,
          kind:project  | Column 6. "project" is unknown.
          status:open   | Column 1. "status" is not a qualifier. Use one of: actor, action, kind, id, at.
          at:yesterday  | Column 4. Write < or >
          """)
  void aBadFilterOfTheAuditNamesItsColumn(String filter, String message) {
    var path = "/audit?q=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    var problem = TestServer.problem(server.get(path), 422);
    assertThat(problem.path("errors").path(0).path("message").asText()).contains(message);
  }

  @Test
  void theParametersArriveAtTheLists() {
    server.get("/tasks?q=+status:open+&sort=-due&limit=500&after=abc&min=t1@7");
    var query = lists.queries.getFirst();
    assertThat(query.line()).isEqualTo("status:open");
    assertThat(query.filter().states()).hasSize(4);
    assertThat(query.sort()).isEqualTo(new Sort(Sort.By.DUE, true));
    assertThat(query.limit()).isEqualTo(500);
    assertThat(query.after()).contains("abc");
    assertThat(query.atLeast()).contains(new Lists.Version(TASK, 7));
  }

  @Test
  void withoutParametersTheLatestChangesAreListed() {
    server.get("/workflows");
    var query = lists.queries.getFirst();
    assertThat(query.sort()).isEqualTo(Sort.NEWEST_CHANGE);
    assertThat(query.limit()).isEqualTo(50);
    assertThat(query.filter().states()).hasSize(RunState.values().length);
    assertThat(query.filter().conditions()).isEmpty();
  }

  @Test
  void tasksAreExplainedAsTheEngineHasThem() {
    var gone = TestServer.json(server.get("/tasks?explain=true")).path("items").path(0);
    assertThat(gone.path("explain").isNull()).isTrue();
    server.process("t1");
    var there = TestServer.json(server.get("/tasks?explain=true")).path("items").path(0);
    assertThat(there.path("explain")).isEqualTo(TestServer.json(server.get("/explain/t1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tasks?sorts=due",
        "/tasks?limit=1&limit=2",
        "/tasks?sort=title",
        "/tasks?sort=",
        "/tasks?limit=0",
        "/tasks?limit=501",
        "/tasks?min=t1",
        "/tasks?min=@1",
        "/tasks?explain=yes",
        "/tasks?q=%FF",
        "/workflows?min=t1@1",
        "/workflows?sort=due",
        "/workflows?explain=true"
      })
  void otherParametersAreRefused(String path) {
    TestServer.problem(server.get(path), 422);
    assertThat(lists.queries).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /tasks     | state:open          | Column 1. "state" is not a qualifier. Use one of: status, assignee, due, created, updated. Put a text with a colon in quotes.
          /tasks     | report status:late  | Column 15. "late" is unknown. Use one of: pending, assigned, in_progress, overdue, completed, cancelled, open.
          /tasks     | due:2h              | Column 5. Write none, or < or > with a duration or a time, such as <2h or >2026-01-01T00:00:00Z.
          /tasks     | due:<soon           | Column 5. Write none, or < or > with a duration or a time, such as <2h or >2026-01-01T00:00:00Z.
          /tasks     | created:none        | Column 9. Write < or > with a duration or a time, such as <2h or >2026-01-01T00:00:00Z.
          /tasks     | due:<1h,<2h         | Column 9. Only one value is allowed here.
          /tasks     | assignee:           | Column 10. A value is missing.
          /tasks     | assignee:ada,       | Column 14. A value is missing.
          /tasks     | -                   | Column 2. A value is missing.
          /tasks     | 𝄞 "open             | Column 3. The quote is not closed.
          /tasks     | "a report"x         | Column 11. A space must follow the quote.
          /tasks     | ab                  | Column 1. A word of fewer than 3 characters needs another filter beside it, such as assignee: or a longer word.
          /tasks     | -status:open ab     | Column 14. A word of fewer than 3 characters needs another filter beside it, such as assignee: or a longer word.
          /workflows | due:<2h             | Column 1. "due" is not a qualifier. Use one of: status, outcome, task, step, waiting, attempts, created, updated. Put a text with a colon in quotes.
          /workflows | status:open         | Column 8. "open" is unknown. Use one of: running, completed, failed.
          /workflows | outcome:running     | Column 9. "running" is unknown. Use one of: completed, rejected, failed, cancelled, compensation_failed.
          /workflows | waiting:forever     | Column 9. "forever" is unknown. Use one of: retry, not_now.
          /workflows | attempts:many       | Column 10. Write a number such as >2, <2 or 2.
          """)
  void anErrorInTheFilterNamesTheColumn(String path, String filter, String detail) {
    var problem = TestServer.problem(server.get(path + "?q=" + encoded(filter)), 422);
    assertThat(problem.path("detail").asText()).isEqualTo(detail);
    assertThat(problem.path("errors").path(0).path("pointer").asText()).isEqualTo("/q");
  }

  @Test
  void aFilterHasALimit() {
    TestServer.problem(server.get("/tasks?q=" + "a".repeat(1_001)), 422);
    TestServer.problem(server.get("/tasks?q=" + "%20".repeat(1_001)), 422);
    TestServer.problem(server.get("/tasks?q=abc%00def"), 422);
    assertThat(server.get("/tasks?q=" + "a".repeat(1_000)).statusCode()).isEqualTo(200);
  }

  @Test
  void whatTheListsRefuseIsExplained() {
    lists.failure = Optional.of(new QueryRefused(QueryRefused.Reason.FOREIGN_CURSOR));
    assertThat(TestServer.problem(server.get("/tasks?after=x"), 400).path("detail").asText())
        .isEqualTo("The cursor belongs to another query.");
    lists.failure = Optional.of(new QueryRefused(QueryRefused.Reason.NO_CURSOR));
    TestServer.problem(server.get("/tasks?after=x"), 422);
    lists.failure = Optional.of(new QueryRefused(QueryRefused.Reason.TOO_SLOW));
    assertThat(TestServer.problem(server.get("/workflows"), 422).path("detail").asText())
        .startsWith("The query takes too long.");
    lists.failure = Optional.of(Unavailable.outOfReach("the lists are being built"));
    var building = server.get("/tasks");
    TestServer.problem(building, 503);
    assertThat(building.headers().firstValue("Retry-After")).contains("2");
  }

  @Test
  void anEngineWithoutListsSaysSo() {
    try (var dapr = TestServer.start()) {
      for (var path : List.of("/tasks", "/workflows", "/tasks?x=y")) {
        assertThat(TestServer.problem(dapr.get(path), 501).path("detail").asText())
            .isEqualTo(
                "This server has no lists, because it cannot use its data folder; see its log.");
      }
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
