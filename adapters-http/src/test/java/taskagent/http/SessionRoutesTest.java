package taskagent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a browser logs in, and which requests with its cookie are carried out. */
final class SessionRoutesTest {

  private static final String LOGIN = "{\"token\": \"%s\"}".formatted(MemoryTokens.OPERATOR);

  private final MemoryTokens tokens = new MemoryTokens();
  private final TestServer server = TestServer.start(settings -> settings.withTokens(tokens));
  private final String own = "http://127.0.0.1:" + server.server.port();

  @AfterEach
  void stop() {
    server.close();
  }

  private String cookie() {
    var answer = server.post("/login", LOGIN, "Origin", own);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    return setCookie(answer).split(";", 2)[0];
  }

  private static String setCookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElseThrow();
  }

  private HttpResponse<String> start(String... headers) {
    return server.send("POST", "/tasks/none/start", BodyPublishers.noBody(), headers);
  }

  @Test
  void theCookieIsForThisServersOwnPageOnly() {
    var answer = server.post("/login", LOGIN);
    assertThat(setCookie(answer))
        .isEqualTo("taskagent_token=token-of-ops; Path=/; HttpOnly; SameSite=Strict");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void theCookieIsSecureIfTheBrowserUsesHttps() {
    for (var proxy :
        List.of(
            List.of("X-Forwarded-Proto", "https"),
            List.of("Forwarded", "for=192.0.2.1;proto=https"))) {
      var answer = server.post("/login", LOGIN, proxy.get(0), proxy.get(1));
      assertThat(setCookie(answer)).endsWith("; Secure");
    }
    assertThat(setCookie(server.post("/login", LOGIN, "X-Forwarded-Proto", "http")))
        .doesNotContain("Secure");
  }

  @Test
  void theCookieShowsWhoCalls() {
    var me = server.get("/me", "Cookie", "theme=dark; " + cookie() + "; x=y");
    assertThat(TestServer.json(me).path("user").asText()).isEqualTo("ops");
    tokens.revoke(MemoryTokens.OPERATOR);
    TestServer.problem(server.get("/me", "Cookie", "taskagent_token=token-of-ops"), 401);
  }

  @Test
  void aWriteWithTheCookieNeedsTheOriginOfThisServer() {
    var cookie = cookie();
    TestServer.problem(start("Cookie", cookie), 403);
    TestServer.problem(start("Cookie", cookie, "Origin", "null"), 403);
    TestServer.problem(start("Cookie", cookie, "Origin", "http://127.0.0.1:1"), 403);
    TestServer.problem(start("Cookie", cookie, "Origin", own), 404); // carried out: no such task
  }

  @Test
  void aWriteWithATokenNeedsNoOriginButNoForeignOneEither() {
    var bearer = "Bearer " + MemoryTokens.OPERATOR;
    TestServer.problem(start("Authorization", bearer), 404);
    TestServer.problem(start("Authorization", bearer, "Origin", "http://evil.example"), 403);
  }

  @Test
  void aPageOfAnAllowedOriginCannotUseTheCookie() {
    try (var other =
        TestServer.start(
            settings ->
                settings
                    .withTokens(tokens)
                    .withAllowed(new AllowedCallers(Set.of(), Set.of("https://app.example"))))) {
      var answer =
          other.send(
              "POST",
              "/tasks/none/start",
              BodyPublishers.noBody(),
              "Cookie",
              "taskagent_token=token-of-ops",
              "Origin",
              "https://app.example");
      TestServer.problem(answer, 403);
    }
  }

  @Test
  void aWrongTokenIsRefusedAndNotRepeated() {
    var wrong = server.post("/login", "{\"token\": \"my-secret\"}", "Origin", own);
    TestServer.problem(wrong, 401);
    assertThat(wrong.body()).doesNotContain("my-secret");
    assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
    var illFormed = server.post("/login", "{\"token\": \"my; secret\"}");
    TestServer.problem(illFormed, 422);
    assertThat(illFormed.body()).doesNotContain("my; secret");
    TestServer.problem(server.post("/login", "{\"token\": 7}"), 422);
    TestServer.problem(server.post("/login", LOGIN, "Origin", "http://evil.example"), 403);
  }

  @Test
  void loggingOutForgetsTheCookie() {
    var answer = server.post("/logout");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(setCookie(answer)).startsWith("taskagent_token=; ").contains("Max-Age=0");
  }

  @Test
  void withOpenAccessNobodyLogsIn() {
    try (var open = TestServer.start()) {
      TestServer.problem(open.post("/login", LOGIN), 409);
      assertThat(open.post("/logout").statusCode()).isEqualTo(204);
    }
  }
}
