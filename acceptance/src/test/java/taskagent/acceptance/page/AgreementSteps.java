package taskagent.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import taskagent.testing.server.AppProcess;

/** What the page, the command line and the log say of one saga. */
public final class AgreementSteps {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ATTEMPTS = Pattern.compile("(\\d+) attempts?");

  /** What a line says of a task, a step, or the compensation of a step. */
  private static final Pattern CHANGE = Pattern.compile(" INFO ((task|step|compensation) .*)");

  private final PageWorld world = PageWorld.get();
  private final String trace = UUID.randomUUID().toString().replace("-", "");
  private String saga = "";

  /** A step or a compensation, by the name that the page, the command line or the log gives it. */
  private record Told(String name, int attempts) {}

  @Given("the task {string} of {string}, whose saga is under way as part of a trace")
  public void begun(String title, String assignee) {
    var parent = "00-" + trace + "-00f067aa0ba902b7-01";
    saga = "task-workflow-" + world.request(title, assignee, 3600, "traceparent", parent);
  }

  /** The saga is open in the browser. */
  @Then("page, command line and the log of the trace tell the same, in this order:")
  public void tellTheSame(DataTable table) throws JsonProcessingException {
    assertThat(page()).isEqualTo(column(table, "page"));
    assertThat(commandLine()).isEqualTo(column(table, "command line"));
    var logged = column(table, "log");
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(log(logged)).isEqualTo(logged));
  }

  private static List<Told> column(DataTable table, String name) {
    return table.asMaps().stream()
        .filter(row -> row.get(name) != null)
        .map(row -> new Told(row.get(name), Integer.parseInt(row.get("attempts"))))
        .toList();
  }

  private List<Told> page() {
    var steps = boxes(".step:not(.compensation, .none)");
    var compensations = boxes(".step.compensation");
    return Stream.concat(steps.stream(), compensations.reversed().stream()).toList();
  }

  private List<Told> boxes(String kind) {
    return world.browser().driver().findElements(By.cssSelector(kind)).stream()
        .map(AgreementSteps::box)
        .toList();
  }

  private static Told box(WebElement box) {
    var attempts = ATTEMPTS.matcher(box.getText());
    return new Told(
        box.findElement(By.tagName("b")).getText(),
        attempts.find() ? Integer.parseInt(attempts.group(1)) : 0);
  }

  private List<Told> commandLine() throws JsonProcessingException {
    var result = AppProcess.run("get", saga, "-o", "json", "--url", world.address());
    assertThat(result.code()).as(result.err()).isZero();
    var told = new ArrayList<Told>();
    var undone = new ArrayList<Told>();
    for (JsonNode step : JSON.readTree(result.out()).path("steps")) {
      var name = step.path("name").asText();
      told.add(new Told(name, step.path("attempts").asInt()));
      if (step.path("undo").isObject()) {
        undone.addFirst(new Told("undo " + name, step.at("/undo/attempts").asInt()));
      }
    }
    told.addAll(undone);
    return told;
  }

  /** Lines that begin with the same name and follow one another are attempts at the same. */
  private List<Told> log(List<Told> names) {
    var told = new ArrayList<Told>();
    for (var line : world.log()) {
      var change = CHANGE.matcher(line);
      if (line.contains("trace=" + trace) && change.find()) {
        var message = change.group(1);
        var name = names.stream().map(Told::name).filter(message::startsWith).findFirst();
        tell(told, name.orElse(message));
      }
    }
    return told;
  }

  private static void tell(List<Told> told, String name) {
    if (!told.isEmpty() && told.getLast().name().equals(name)) {
      told.add(new Told(name, told.removeLast().attempts() + 1));
    } else {
      told.add(new Told(name, 1));
    }
  }
}
