package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The API's document and the routes say the same, both ways. */
class OpenApiTest {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private static final Map<String, Map<String, Object>> PATHS = paths();

  @SuppressWarnings("unchecked") // the document's own structure, which the tests then check
  private static Map<String, Map<String, Object>> paths() {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(500);
    Map<String, Object> document =
        new Yaml(new SafeConstructor(options))
            .load(new String(OpenApiRoute.document(), StandardCharsets.UTF_8));
    return (Map<String, Map<String, Object>>) Objects.requireNonNull(document.get("paths"));
  }

  private static Set<String> documented() {
    var all = new LinkedHashSet<String>();
    PATHS.forEach(
        (path, operations) ->
            operations.keySet().stream()
                .filter(METHODS::contains)
                .forEach(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    return all;
  }

  private static List<String> served() {
    return HttpServer.routes(
            Fakes.engine(), new Meters(Map.of(), new Gate(1), new Gate(1)), () -> false)
        .all()
        .stream()
        .map(route -> route.method().text() + " " + route.path())
        .toList();
  }

  private static Set<?> responses(Object operation) {
    var responses = Objects.requireNonNull(((Map<?, ?>) operation).get("responses"));
    return ((Map<?, ?>) responses).keySet();
  }

  @Test
  void whatIsServedIsDocumentedAndWhatIsDocumentedIsServed() {
    assertThat(served()).isNotEmpty().containsExactlyInAnyOrderElementsOf(documented());
  }

  @Test
  void everyOperationSaysWhatItAnswersAndWhenItIsTooMuch() {
    PATHS.forEach(
        (path, operations) ->
            operations.forEach(
                (method, operation) -> {
                  if (METHODS.contains(method)) {
                    var responses = responses(operation);
                    assertThat(responses).as("%s %s", method, path).isNotEmpty();
                    assertThat(
                            responses.stream().map(String::valueOf).filter(s -> s.startsWith("2")))
                        .as("%s %s", method, path)
                        .hasSize(1);
                  }
                }));
  }
}
