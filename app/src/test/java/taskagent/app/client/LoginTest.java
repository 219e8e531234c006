package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;
import static taskagent.app.client.ServerStub.problem;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which token a command shows to which server, and where it is kept. */
class LoginTest {

  private static final String TOKEN = "taskagent_secret";

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  @TempDir Path folder;

  @BeforeEach
  void stub() {
    SERVER.stubFor(get("/tasks/t1").willReturn(json(200, ServerStub.TASK)));
    SERVER.stubFor(get("/me").willReturn(problem(401, "unauthorized", "The token is unknown.")));
    SERVER.stubFor(
        get("/me")
            .withHeader("Authorization", equalTo("Bearer " + TOKEN))
            .willReturn(
                json(
                    200, "{\"open\": false, \"user\": \"ada\", \"role\": \"user\", \"may\": []}")));
  }

  private ClientRun run(Map<String, String> environment, String... arguments) {
    var all = new HashMap<>(environment);
    all.put("XDG_CONFIG_HOME", folder.toString());
    return ClientRun.of(all, arguments);
  }

  private Path profiles() {
    return folder.resolve("taskagent").resolve("profiles.properties");
  }

  private String tokenFile(String token) throws IOException {
    return Files.writeString(folder.resolve("token.txt"), token + "\n").toString();
  }

  private static void assertShown(String authorization) {
    SERVER.verify(
        getRequestedFor(urlEqualTo("/tasks/t1"))
            .withHeader("Authorization", equalTo(authorization)));
  }

  @Test
  void laterCommandsUseTheTokenAndTheServer() throws IOException {
    var login = run(Map.of(), "login", "--url", SERVER.baseUrl(), "--token-file", tokenFile(TOKEN));
    assertThat(login.code()).as(login.err()).isZero();
    assertThat(login.err()).contains("as ada, with the role user").doesNotContain(TOKEN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profiles())))
        .isEqualTo("rw-------");
    assertThat(run(Map.of(), "get", "t1").code()).isZero();
    assertShown("Bearer " + TOKEN);

    assertThat(run(Map.of(), "logout").code()).isZero();
    assertThat(Files.readString(profiles())).doesNotContain(TOKEN).contains(SERVER.baseUrl());
  }

  @Test
  void otherLinesOfTheFileStay() throws IOException {
    Files.createDirectories(profiles().getParent());
    Files.writeString(profiles(), "# my servers\nwork.url = http://work.example\n");
    var environment = Map.of("TASKAGENT_TOKEN", TOKEN);
    for (int i = 0; i < 2; i++) {
      assertThat(run(environment, "login", "--profile", "prod", "--url", SERVER.baseUrl()).code())
          .isZero();
    }
    assertThat(Files.readAllLines(profiles()))
        .containsExactly(
            "# my servers",
            "work.url = http://work.example",
            "prod.url = " + SERVER.baseUrl(),
            "prod.token = " + TOKEN);
    assertThat(run(Map.of(), "get", "t1", "--profile", "prod").code()).isZero();
    assertShown("Bearer " + TOKEN);
  }

  @Test
  void aWrongTokenIsNotStored() throws IOException {
    var login =
        run(Map.of(), "login", "--url", SERVER.baseUrl(), "--token-file", tokenFile("wrong"));
    assertThat(login.code()).isEqualTo(4);
    assertThat(login.err()).contains("The token is unknown.").doesNotContain("wrong");
    assertThat(profiles()).doesNotExist();
  }

  @Test
  void theTokenOfAProfileIsShownToItsServerOnly() {
    run(Map.of("TASKAGENT_TOKEN", TOKEN), "login", "--url", SERVER.baseUrl());
    assertThat(run(Map.of(), "get", "t1", "--url", SERVER.baseUrl()).code()).isZero();
    SERVER.verify(getRequestedFor(urlEqualTo("/tasks/t1")).withHeader("Authorization", absent()));
  }

  @Test
  void aServerThatNeedsATokenIsNotAllowed() {
    SERVER.stubFor(get("/tasks/t1").willReturn(problem(401, "unauthorized", "Send a token.")));
    var run = run(Map.of(), "get", "t1", "--url", SERVER.baseUrl());
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("Send a token.", "taskagent login");
  }
}
