package taskagent.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer of the server to a request. */
record ServerAnswer(int status, HttpHeaders headers, String text) {

  /** One mapper for all commands, because its start takes time. */
  static final ObjectMapper JSON = new ObjectMapper();

  private static final String OWN_PROBLEMS = "urn:taskagent:problem:";

  /** Returns the body of an answer that must be a success. Otherwise the command fails. */
  JsonNode body() {
    if (status >= 300) {
      throw failure();
    }
    return json()
        .orElseThrow(
            () ->
                new ClientCommandFailed(
                    ExitCode.FAILED, "the answer is not JSON; is this the address of Task Agent?"));
  }

  /** Returns true if the server has no such path, which an older server may not have yet. */
  boolean unknownPath() {
    return status == 405 || (status == 404 && !ownProblem());
  }

  /** Returns true if the server itself says what it does not have. */
  private boolean ownProblem() {
    return json()
        .filter(problem -> problem.path("type").asText().startsWith(OWN_PROBLEMS))
        .isPresent();
  }

  /** Returns how long the server asks to wait. */
  Optional<Duration> retryAfter() {
    return headers
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }

  /** Returns why the request failed: the problem in one line, and one line for each field. */
  ClientCommandFailed failure() {
    var problem = json().orElseGet(JSON::missingNode);
    var said = problem.path("detail").asText(problem.path("title").asText());
    var details = new ArrayList<String>();
    for (var error : problem.path("errors")) {
      var field = error.path("pointer").asText();
      details.add(PlainText.oneLine(field + ": " + error.path("message").asText()));
    }
    if (status == 401) {
      details.add("Log in with taskagent login, or give a token with --token-file.");
    }
    var message = said.isBlank() ? "the server answered " + status : PlainText.oneLine(said);
    return new ClientCommandFailed(ExitCode.of(status), message, List.copyOf(details));
  }

  private Optional<JsonNode> json() {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
