package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskagent.domain.access.Operation;
import taskagent.domain.bulk.BulkAction;
import taskagent.domain.bulk.BulkId;
import taskagent.domain.bulk.BulkRequest;
import taskagent.domain.bulk.Bulks.Begun;
import taskagent.domain.run.RunId;
import taskagent.domain.task.TaskId;
import taskagent.domain.task.TaskSnapshot;
import taskagent.domain.task.TaskStatus;
import taskagent.http.events.EventRoutes;
import taskagent.http.page.PageRoutes;
import taskagent.http.route.Route;
import taskagent.http.server.ConcurrencyLimit;
import taskagent.http.server.MetricsRegistry;

/**
 * Which caller gets which answer on a server whose callers must show tokens (specification §15).
 */
final class AccessRoutesTest {

  private static final String ADA = MemoryTokens.of("ada");
  private static final String BOB = MemoryTokens.of("bob");
  private static final String EVE = MemoryTokens.of("eve");

  /** A bulk that bob asked for. */
  private static final RunId BULK = BulkId.of("of-somebody");

  private final MemoryTokens tokens = new MemoryTokens().withUsers("ada", "bob", "eve");
  private final MemoryFeed lists = new MemoryFeed(100);
  private final TestServer server = TestServer.with(settings -> settings.withTokens(tokens), lists);

  /** Has bob ask for a task that is then assigned to ada. */
  @BeforeEach
  void process() {
    var started =
        send(
            "POST",
            "/tasks/process",
            """
            {"task_id": "t1", "title": "A title", "description": "What is to be done",
             "assignee": "ada"}""",
            BOB);
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    var ended = TestServer.json(get("/workflows/task-workflow-t1?wait=20s", BOB));
    assertThat(ended.path("status").asText()).isEqualTo("COMPLETED");
    var bulk =
        new BulkRequest(BULK, "set", new BulkAction.Start(), List.of(new TaskId("none")), "start");
    assertThat(server.engine.bulks().begin(bulk.by("bob", true))).isEqualTo(Begun.ACCEPTED);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path, String token) {
    return send("GET", path, "", token);
  }

  private HttpResponse<String> send(String method, String path, String json, String token) {
    return server.send(
        method,
        path,
        json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json),
        "Authorization",
        "Bearer " + token,
        "Content-Type",
        "application/json");
  }

  private Stream<Route> routes() {
    return HttpServer.routes(
        server.ports(),
        new EventRoutes(Optional.empty(), server.clock),
        Optional.of(tokens),
        new MetricsRegistry(List.of(), new ConcurrencyLimit(1), new ConcurrencyLimit(1)),
        () -> false,
        () -> true)
        .and(PageRoutes.all())
        .all()
        .stream();
  }

  /** Returns the path of a route for the task, the workflow and the conversation of others. */
  private static String path(Route route) {
    return route
        .path()
        .replace("{task_id}", "t1")
        .replace("{workflow_id}", "task-workflow-t1")
        .replace("{user_id}", "ada")
        .replace("{bulk_id}", BULK.value())
        .replace("{dead_letter_id}", "1")
        .replace("{*page}", "list")
        .replace("{*file}", "main.js");
  }

  private static String body(Route route) {
    return switch (route.path()) {
      case "/tasks/{task_id}/assign" -> "{\"assignee\": \"eve\"}";
      case "/tasks/{task_id}/deadline" -> "{\"deadline_seconds\": 60}";
      case "/chat/{user_id}" -> "{\"content\": \"Hello\"}";
      case "/workflows/{workflow_id}/signals" -> "{\"name\": \"decision\"}";
      case "/bulk" -> "{\"action\": \"cancel\", \"ids\": [\"t1\"]}";
      default -> "";
    };
  }

  @Test
  void withoutATokenEveryRouteIsRefusedExceptThoseThatNeedNone() {
    var open =
        Set.of("/login", "/logout", "/openapi.yaml", "/health/live", "/health/ready", "/healthz");
    assertThat(routes()).hasSizeGreaterThan(30);
    routes()
        .filter(route -> !route.path().equals("/metrics")) // open on this machine
        .forEach(
            route -> {
              var answer =
                  server.send(
                      route.method().text(),
                      path(route),
                      body(route).isEmpty()
                          ? BodyPublishers.noBody()
                          : BodyPublishers.ofString(body(route)));
              boolean needsNone = open.contains(route.path()) || route.path().matches("/|/ui.*");
              assertThat(route.operation() == Operation.PUBLIC)
                  .as(route.path())
                  .isEqualTo(needsNone);
              if (needsNone) {
                assertThat(answer.statusCode()).as(route.path()).isNotEqualTo(401);
              } else {
                TestServer.problem(answer, 401);
                assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"taskagent\"");
              }
            });
  }

  @Test
  void toAForeignUserNothingOfOthersExists() {
    var unspecific =
        Set.of(
            "/tasks",
            "/workflows",
            "/events",
            "/me",
            "/metrics",
            "/tasks/process",
            "/bulk",
            "/audit");
    routes()
        .filter(route -> route.operation() != Operation.PUBLIC)
        .filter(route -> !unspecific.contains(route.path()))
        .forEach(
            route -> {
              var answer = send(route.method().text(), path(route), body(route), EVE);
              assertThat(answer.statusCode())
                  .as("%s %s: %s", route.method().text(), route.path(), answer.body())
                  .isEqualTo(404);
              assertThat(answer.body()).doesNotContain("bob", "A title", "assigned");
            });
    TestServer.problem(get("/audit", EVE), 403);
    var task = server.engine.tasks().find(new TaskId("t1")).orElseThrow();
    assertThat(task.version()).isEqualTo(3);
    assertThat(task.status()).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void whatDoesNotExistAndWhatIsAnothersGetTheSameAnswer() {
    for (var path : List.of("/tasks/%s", "/tasks/%s/timeline", "/explain/%s")) {
      assertThat(get(path.formatted("t1"), EVE).body().replace("t1", "none"))
          .isEqualTo(get(path.formatted("none"), EVE).body());
    }
    assertThat(get("/workflows/task-workflow-t1", EVE).body().replace("t1", "none"))
        .isEqualTo(get("/workflows/task-workflow-none", EVE).body());
  }

  @Test
  void aReaderReadsEverythingAndChangesNothing() {
    routes()
        .filter(route -> route.operation() != Operation.PUBLIC)
        // What this engine does not have is no matter of access.
        .filter(route -> !route.path().startsWith("/dead-letters/") || !get(route))
        .filter(
            route -> !Set.of("/tasks", "/workflows", "/events", "/audit").contains(route.path()))
        .filter(route -> !route.path().equals("/bulk") || !get(route))
        .filter(route -> !route.path().equals("/tasks/process") || !get(route))
        .forEach(
            route -> {
              var answer =
                  send(route.method().text(), path(route), body(route), MemoryTokens.READER);
              if (get(route)) {
                assertThat(answer.statusCode()).as(route.path()).isEqualTo(200);
              } else {
                TestServer.problem(answer, 403);
              }
            });
  }

  private static boolean get(Route route) {
    return route.method().text().equals("GET");
  }

  @Test
  void theOwnersSeeTheTaskAndChangeItAndTheTimelineNamesThem() {
    for (var owner : List.of(ADA, BOB, MemoryTokens.OPERATOR)) {
      var task = TestServer.json(get("/tasks/t1", owner));
      assertThat(task.path("requested_by").asText()).isEqualTo("bob");
      assertThat(get("/workflows/task-workflow-t1", owner).statusCode()).isEqualTo(200);
      assertThat(get("/explain/t1", owner).statusCode()).isEqualTo(200);
    }
    assertThat(send("POST", "/tasks/t1/start", "", ADA).statusCode()).isEqualTo(200);
    assertThat(send("POST", "/tasks/t1/complete", "", MemoryTokens.OPERATOR).statusCode())
        .isEqualTo(200);
    var entries = TestServer.json(get("/tasks/t1/timeline", BOB)).path("entries");
    assertThat(entries)
        .extracting(entry -> entry.path("actor").asText())
        .containsExactly("bob", "bob", "bob", "ada", "ops");
  }

  @Test
  void aUserChatsAsThemselves() {
    var said = send("POST", "/chat/ada", "{\"content\": \"Hello\"}", ADA);
    assertThat(said.statusCode()).isEqualTo(200);
    assertThat(get("/chat/ada/history", ADA).statusCode()).isEqualTo(200);
    TestServer.problem(get("/chat/ada/history", EVE), 404);
    TestServer.problem(send("POST", "/chat/ada", "{\"content\": \"Hello\"}", EVE), 404);
    assertThat(get("/chat/ada/history", MemoryTokens.READER).statusCode()).isEqualTo(200);
  }

  @Test
  void twoUsersWithTheSameKeyDoNotGetEachOthersAnswers() {
    var first = keyed(ADA);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(keyed(ADA).body()).isEqualTo(first.body());
    TestServer.problem(keyed(EVE), 404);
    TestServer.problem(keyed(BOB), 409);
  }

  private HttpResponse<String> keyed(String token) {
    return server.send(
        "POST",
        "/tasks/t1/start",
        BodyPublishers.noBody(),
        "Authorization",
        "Bearer " + token,
        "Idempotency-Key",
        "k1");
  }

  @Test
  void badTokensAreRefusedAndNotRepeated() {
    for (var header : List.of("Bearer secret-and-wrong", "bearer secret-and-wrong", "Bearer a b")) {
      var answer = server.get("/tasks/t1", "Authorization", header);
      TestServer.problem(answer, 401);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
          .contains("error=\"invalid_token\"");
      assertThat(answer.body()).doesNotContain("secret-and-wrong");
    }
    TestServer.problem(server.get("/tasks/t1", "Authorization", "Basic YTpi"), 401);
    TestServer.problem(
        server.get("/tasks/t1", "Authorization", "Bearer " + ADA, "Authorization", "Bearer " + ADA),
        401);
    tokens.revoke(ADA);
    TestServer.problem(get("/tasks/t1", ADA), 401);
  }

  @Test
  void metricsNeedATokenUnlessTheCallerIsOnThisMachine() {
    assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
    TestServer.problem(server.get("/metrics", "X-Forwarded-For", "192.0.2.1"), 401);
    TestServer.problem(server.get("/metrics", "Forwarded", "for=192.0.2.1"), 401);
    TestServer.problem(get("/metrics", ADA), 403);
    assertThat(get("/metrics", MemoryTokens.READER).statusCode()).isEqualTo(200);
    assertThat(get("/metrics", MemoryTokens.OPERATOR).statusCode()).isEqualTo(200);
  }

  @Test
  void meSaysWhoCallsAndWhatTheyMayDo() {
    assertThat(get("/me", ADA).body())
        .isEqualTo(
            "{\"open\":false,\"user\":\"ada\",\"role\":\"user\",\"may\":[\"read_tasks\","
                + "\"request_task\",\"change_tasks\",\"read_chat\",\"change_chat\"]}");
    assertThat(TestServer.json(get("/me", MemoryTokens.READER)).path("may"))
        .extracting(word -> word.asText())
        .containsExactly(
            "read_tasks", "read_chat", "read_dead_letters", "read_audit", "read_metrics");
    try (var open = TestServer.start()) {
      var me = TestServer.json(open.get("/me"));
      assertThat(me.path("open").asBoolean()).isTrue();
      assertThat(me.path("user").isNull()).isTrue();
      assertThat(me.path("may")).hasSize(9);
    }
  }

  @Test
  void withOpenAccessATokenChangesNothing() {
    try (var open = TestServer.start()) {
      open.process("t2");
      var answer = open.get("/tasks/t2", "Authorization", "Bearer anything");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).doesNotContain("requested_by");
      assertThat(open.get("/tasks/t2/timeline").body()).doesNotContain("actor");
    }
  }

  @Test
  void aStreamHasOnlyTheCallersTasksAndEndsWithTheToken() {
    try (var stream = new EventClient(server.server.port(), "", "Authorization", "Bearer " + ADA)) {
      stream.await("counts");
      lists.save(owned("foreign", "eve"));
      lists.save(owned("mine", "ada"));
      assertThat(stream.await("upsert").data().path("task").path("task_id").asText())
          .isEqualTo("mine");
      lists.save(owned("mine", "eve"));
      assertThat(stream.await("leave").data().path("task_id").asText()).isEqualTo("mine");
      tokens.revoke(ADA);
      while (stream.next() != null) {
        lists.save(owned("mine", "ada"));
      }
    }
  }

  private static TaskSnapshot owned(String id, String assignee) {
    return new TaskSnapshot(
        new TaskId(id),
        "A title",
        "A description",
        TaskStatus.ASSIGNED,
        Optional.of(assignee),
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        1);
  }
}
