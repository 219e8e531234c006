package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import taskagent.domain.Ids;
import taskagent.domain.processing.TaskProcessing;
import taskagent.domain.processing.WorkflowId;
import taskagent.domain.task.TaskEvent;
import taskagent.domain.task.TaskStatus;
import taskagent.http.answer.Problem;
import taskagent.http.answer.ProblemException;
import taskagent.http.api.OpenApiRoute;
import taskagent.http.api.WaitParameter;
import taskagent.http.body.Field;
import taskagent.http.events.EventRoutes;
import taskagent.http.server.ConcurrencyLimit;
import taskagent.http.server.MetricsRegistry;

/** Compares the OpenAPI document with the program, in both directions. */
final class OpenApiTest {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private static final Object DOCUMENT =
      new Yaml().load(new String(OpenApiRoute.document(), StandardCharsets.UTF_8));

  private static Object at(Object node, String... path) {
    var found = node;
    for (var key : path) {
      found =
          Optional.<Object>ofNullable(map(found).get(key))
              .orElseThrow(() -> new AssertionError("no " + String.join("/", path)));
    }
    return found;
  }

  private static Object schema(String... path) {
    return at(at(DOCUMENT, "components", "schemas"), path);
  }

  private static Map<?, ?> map(Object node) {
    return (Map<?, ?>) node;
  }

  /** "GET /tasks/{task_id}" for every operation in the document. */
  private static Set<String> documented() {
    var operations = new TreeSet<String>();
    map(at(DOCUMENT, "paths"))
        .forEach(
            (path, methods) ->
                map(methods).keySet().stream()
                    .map(Object::toString)
                    .filter(METHODS::contains)
                    .forEach(
                        method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    return operations;
  }

  @Test
  void everyRouteIsDocumentedAndEveryOperationIsRouted() {
    try (var server = TestServer.start()) {
      var routed =
          HttpServer.routes(
                  server.ports(),
                  new EventRoutes(Optional.empty(), server.clock),
                  Optional.empty(),
                  new MetricsRegistry(List.of(), new ConcurrencyLimit(1), new ConcurrencyLimit(1)),
                  () -> false,
                  () -> true)
              .all()
              .stream()
              .map(route -> route.method().text() + " " + route.path())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(documented()).hasSizeGreaterThan(15).isEqualTo(routed);
    }
  }

  @Test
  void everyOperationHasANameOfItsOwnAndSaysWhatItMayAnswer() {
    var names = new HashSet<Object>();
    for (var operation : operations()) {
      var name = at(operation, "operationId");
      assertThat(names.add(name)).as(name.toString()).isTrue();
      assertThat(new HashSet<Object>(map(at(operation, "responses")).keySet()))
          .as(name.toString())
          .contains("400", "413", "414", "415", "421", "431", "500", "501", "505")
          .haveAtLeastOne(
              new Condition<>(status -> status.toString().startsWith("2"), "a success"));
    }
  }

  private static List<Object> operations() {
    var all = new ArrayList<>();
    for (var path : map(at(DOCUMENT, "paths")).values()) {
      map(path)
          .forEach(
              (key, operation) -> {
                if (METHODS.contains(key)) {
                  all.add(operation);
                }
              });
    }
    return all;
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryComponentIsReferredTo() {
    var references = new TreeSet<String>();
    gather(DOCUMENT, references);
    for (var reference : references) {
      assertThat(reference).startsWith("#/");
      at(DOCUMENT, reference.substring(2).split("/"));
    }
    for (var kind : List.of("schemas", "responses", "parameters", "headers")) {
      for (var name : map(at(DOCUMENT, "components", kind)).keySet()) {
        assertThat(references).contains("#/components/" + kind + "/" + name);
      }
    }
  }

  private static void gather(Object node, Set<String> references) {
    if (node instanceof Map<?, ?> map) {
      if (map.get("$ref") instanceof String reference) {
        references.add(reference);
      }
      map.values().forEach(value -> gather(value, references));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> gather(value, references));
    }
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of(Field.TITLE, "Title"),
        Arguments.of(Field.DESCRIPTION, "Description"),
        Arguments.of(Field.ASSIGNEE, "Assignee"),
        Arguments.of(Field.CONTENT, "Content"),
        Arguments.of(Field.SIGNAL_NAME, "SignalName"),
        Arguments.of(Field.SIGNAL_ID, "SignalId"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theLimitsOfTextsAreTheDocuments(Field.Text field, String schema) {
    assertThat(schema(schema, "maxLength")).isEqualTo(field.max());
    assertThat(schema(schema, "type")).isEqualTo("string");
    var pattern = Pattern.compile((String) schema(schema, "pattern"));
    for (int c = 0; c <= 0xFFFF; c++) {
      if (!Character.isSurrogate((char) c)) {
        var alone = Character.toString(c);
        assertThat(field.check(alone).isEmpty())
            .as("%s that is U+%04X", field.name(), c)
            .isEqualTo(pattern.matcher(alone).matches());
        var within = "a" + alone + "b";
        assertThat(field.check(within).isEmpty())
            .as("%s with U+%04X", field.name(), c)
            .isEqualTo(pattern.matcher(within).matches());
      }
    }
  }

  @Test
  void theLengthsBelowWhichARequestIsRejectedAreTheDocuments() {
    assertThat((String) schema("Title", "description"))
        .contains("fewer than " + TaskProcessing.TITLE_AT_LEAST + " characters");
    assertThat((String) schema("Description", "description"))
        .contains("fewer than " + TaskProcessing.DESCRIPTION_AT_LEAST + " characters");
  }

  @Test
  void theLimitsOfNumbersAreTheDocuments() {
    assertThat(((Number) schema("DeadlineSeconds", "minimum")).longValue())
        .isEqualTo(Field.DEADLINE_SECONDS.min());
    assertThat(((Number) schema("DeadlineSeconds", "maximum")).longValue())
        .isEqualTo(Field.DEADLINE_SECONDS.max());
  }

  @Test
  void theShapesOfIdsAreTheDocuments() {
    assertThat(schema("Id", "pattern")).isEqualTo("^" + Ids.SHAPE + "$");
    var pattern = Pattern.compile((String) schema("WorkflowId", "pattern"));
    for (var id :
        List.of(
            "task-workflow-t",
            "task-workflow-t-r2",
            "task-workflow-" + "t".repeat(64) + "-r999999999",
            "task-workflow-" + "t".repeat(65),
            "task-workflow-",
            "task-workflow--t",
            "workflow-t",
            "t".repeat(64),
            "t".repeat(65),
            "t")) {
      assertThat(pattern.matcher(id).matches()).as(id).isEqualTo(WorkflowId.ofAnyKind(id));
    }
  }

  @Test
  void theDurationsToWaitAreTheDocuments() {
    var parameters =
        (List<?>) at(DOCUMENT, "paths", "/workflows/{workflow_id}", "get", "parameters");
    var pattern = Pattern.compile((String) at(parameters.getFirst(), "schema", "pattern"));
    var numbers =
        List.of(
            "0", "1", "9", "10", "59", "60", "61", "99", "100", "9999", "10000", "59999", "60000",
            "60001", "99999", "100000", "01", "00", "", "-1", "0.5", "0.0005", "59.999", "60.0",
            "60.000", "60.001", "61.0", ".5", "5.");
    for (var number : numbers) {
      for (var unit : List.of("ms", "s", "m", "h", "", "S")) {
        var text = number + unit;
        assertThat(pattern.matcher(text).matches()).as(text).isEqualTo(taken(text));
      }
    }
  }

  private static boolean taken(String wait) {
    try {
      return !WaitParameter.parse(wait).isNegative();
    } catch (ProblemException e) {
      return false;
    }
  }

  @Test
  void theWordsAreTheDocuments() {
    assertThat(schema("TaskStatus", "enum"))
        .isEqualTo(Stream.of(TaskStatus.values()).map(TaskStatus::wireName).toList());
    assertThat(schema("TimelineEntry", "properties", "type", "enum"))
        .isEqualTo(Stream.of(TaskEvent.Type.values()).map(TaskEvent.Type::wireName).toList());
    assertThat(schema("FieldError", "properties", "code", "enum"))
        .isEqualTo(
            Stream.of(Problem.Code.values())
                .map(code -> code.name().toLowerCase(Locale.ROOT))
                .toList());
  }
}
