package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The formats of {@code -o} and the fields of {@code --json}. */
class OutputFormatsTest {

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  private static ClientRun list(String items, String... options) {
    SERVER.stubFor(get(urlPathEqualTo("/tasks")).willReturn(json(200, page(items))));
    var arguments = new String[options.length + 1];
    arguments[0] = "list";
    System.arraycopy(options, 0, arguments, 1, options.length);
    var run = ClientRun.of(SERVER.baseUrl(), arguments);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    return run;
  }

  private static String page(String items) {
    return """
    {"items": [%s], "total": {"value": 1, "relation": "eq"},
     "as_of": {"seq": 7, "lag_ms": 0}, "stale": false}"""
        .formatted(items);
  }

  @Test
  void aTableHasTimesAsSeenFromNow() {
    assertThat(list(ServerStub.TASK).out())
        .isEqualTo(
            """
            ID  STATUS    ASSIGNEE  DEADLINE  TITLE
            t1  assigned  ada       in 2h 5m  Write, "quickly"
            """);
  }

  @Test
  void aHistoryIsReadPageByPage() {
    for (int i = 0; i < 2; i++) {
      var path = "/chat/ada/history?limit=100&after=" + i;
      var next = i == 0 ? "1" : "null";
      SERVER.stubFor(
          get(urlEqualTo(path))
              .willReturn(
                  json(
                      200,
                      "{\"messages\": [{\"role\": \"user\", \"content\": \"m%d\", \"seq\": %d}], \"next\": %s}"
                          .formatted(i, i, next))));
    }
    var run = ClientRun.of(SERVER.baseUrl(), "chat", "ada", "--history", "-o", "csv");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("m0", "m1");
  }

  @Test
  void aWideTableHasAllColumnsAndEachRowIsOneLine() {
    assertThat(list(ServerStub.TASK, "-o", "wide").out().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("2026-03-01T12:05:00Z", "Two lines of text", "3");
  }

  @Test
  void jsonIsAnArray() throws Exception {
    var printed = ServerAnswer.JSON.readTree(list(ServerStub.TASK, "-o", "json").out());
    assertThat(printed).isEqualTo(ServerAnswer.JSON.readTree("[" + ServerStub.TASK + "]"));
  }

  @Test
  void jsonlIsALineForEach() throws Exception {
    var lines = list(ServerStub.TASK + "," + ServerStub.TASK, "-o", "jsonl").out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(ServerAnswer.JSON.readTree(lines.getFirst()))
        .isEqualTo(ServerAnswer.JSON.readTree(ServerStub.TASK));
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    assertThat(list(ServerStub.TASK, "-o", "csv").out())
        .isEqualTo(
            """
            task_id,status,assignee,deadline,title,description,created_at,updated_at,version
            t1,assigned,ada,2026-03-01T12:05:00Z,"Write, ""quickly\"""\
            ,"Two
            lines of text",2026-03-01T09:00:00Z,2026-03-01T09:00:00Z,3
            """);
  }

  @Test
  void idsAreLines() {
    assertThat(list(ServerStub.TASK, "-o", "id").out()).isEqualTo("t1\n");
  }

  @Test
  void anEmptyListIsEmptyInEachFormat() {
    assertThat(list("", "-o", "json").out()).isEqualTo("[]\n");
    assertThat(list("", "-o", "jsonl").out()).isEmpty();
    assertThat(list("", "-o", "id").out()).isEmpty();
    assertThat(list("", "-o", "csv").out().lines()).hasSize(1);
    assertThat(list("").out()).isEqualTo("ID  STATUS  ASSIGNEE  DEADLINE  TITLE\n");
    assertThat(list("", "--json", "status").out()).isEqualTo("[]\n");
  }

  @Test
  void someFields() {
    assertThat(list(ServerStub.TASK, "--json", "version,task_id", "-o", "jsonl").out())
        .isEqualTo("{\"version\":3,\"task_id\":\"t1\"}\n");
    assertThat(list(ServerStub.TASK, "--json", "version,task_id", "-o", "csv").out())
        .isEqualTo("version,task_id\n3,t1\n");
  }

  @Test
  void aFieldThatDoesNotExistIsNamed() {
    SERVER.stubFor(get(urlPathEqualTo("/tasks")).willReturn(json(200, page(ServerStub.TASK))));
    var run = ClientRun.of(SERVER.baseUrl(), "list", "--json", "task_id,prio");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("'prio'", "assignee, created_at");
  }

  @Test
  void onlyATerminalGetsColours() throws Exception {
    var overdue = ServerAnswer.JSON.readTree("{\"task_id\": \"t1\", \"status\": \"overdue\"}");
    for (boolean colours : List.of(true, false)) {
      var out = new StringWriter();
      var printer = new PrintWriter(out);
      new Output(printer, OutputFormat.TABLE, List.of(), colours, ClientRun.NOW)
          .list(Columns.TASKS, List.of(overdue));
      assertThat(out.toString().contains("\u001B[31moverdue\u001B[0m")).isEqualTo(colours);
    }
  }

  /** Text of others must not steer the terminal. */
  @Test
  void controlCharactersAreNotPrinted() {
    var title = ServerStub.TASK.replace("Write,", "\\u001b[2J\\u009bWrite");
    assertThat(list(title).out()).doesNotContain("\u001B", "\u009B").contains("[2J Write");
  }
}
