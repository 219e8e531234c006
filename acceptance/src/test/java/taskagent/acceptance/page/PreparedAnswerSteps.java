package taskagent.acceptance.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Answers of the API that the packaged server cannot give, because it has no such runs. The tests
 * of the HTTP module check that a server with such runs answers in this form.
 */
public final class PreparedAnswerSteps {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Its arguments are the path and the answer. */
  private static final String SCRIPT =
      """
      {
        const ask = fetch;
        fetch = async (path, options) =>
          path === %s
            ? new Response(%s, { headers: { 'Content-Type': 'application/json' } })
            : ask(path, options);
      }
      """;

  private final List<Object> scripts = new ArrayList<>();

  @Given("the API answers {string} with:")
  public void answers(String path, String json) throws JsonProcessingException {
    var source = SCRIPT.formatted(JSON.writeValueAsString(path), JSON.writeValueAsString(json));
    var added =
        PageWorld.get()
            .browser()
            .driver()
            .executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", source));
    scripts.add(added.get("identifier"));
  }

  /** Has the server answer again. */
  @After("@page")
  public void forget() {
    for (var script : scripts) {
      PageWorld.get()
          .browser()
          .driver()
          .executeCdpCommand(
              "Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
    }
  }
}
