package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

/** What the stubs of a server have in common. */
final class ServerStub {

  /** A task as the API answers with it. */
  static final String TASK =
      """
      {"task_id": "t1", "title": "Write, \\"quickly\\"", "description": "Two\\nlines of text",
       "status": "assigned", "assignee": "ada", "deadline": "2026-03-01T12:05:00Z",
       "created_at": "2026-03-01T09:00:00Z", "updated_at": "2026-03-01T09:00:00Z", "version": 3}""";

  private ServerStub() {}

  static WireMockExtension start() {
    return WireMockExtension.newInstance()
        .options(options().dynamicPort().bindAddress("127.0.0.1"))
        .build();
  }

  static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  /** Problem details, as the server writes them. */
  static ResponseDefinitionBuilder problem(int status, String type, String detail) {
    return json(
        status,
        """
        {"type": "urn:taskagent:problem:%s", "title": "A title", "status": %d,
         "detail": "%s", "instance": "/"}"""
            .formatted(type, status, detail));
  }
}
