package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where a command finds the address of the server. */
class ServerAddressTest {

  private static final String NOWHERE = "http://127.0.0.1:9/";

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  @TempDir Path folder;

  @BeforeEach
  void stub() {
    SERVER.stubFor(get("/tasks/t1").willReturn(json(200, ServerStub.TASK)));
    SERVER.stubFor(get("/agent/tasks/t1").willReturn(json(200, ServerStub.TASK)));
  }

  private void profile(String name, String url) throws IOException {
    var settings = Files.createDirectories(folder.resolve("taskagent"));
    Files.writeString(
        settings.resolve("profiles.properties"), name + ".url = " + url + System.lineSeparator());
  }

  private int run(Map<String, String> environment, String... options) {
    var arguments = new String[options.length + 2];
    arguments[0] = "get";
    arguments[1] = "t1";
    System.arraycopy(options, 0, arguments, 2, options.length);
    return ClientRun.of(environment, arguments).code();
  }

  @Test
  void theCommandLineComesBeforeTheEnvironment() throws IOException {
    profile("work", SERVER.baseUrl() + "/");
    var elsewhere = Map.of("TASKAGENT_URL", NOWHERE, "XDG_CONFIG_HOME", folder.toString());
    assertThat(run(elsewhere)).isEqualTo(6);
    assertThat(run(elsewhere, "--url", SERVER.baseUrl())).isZero();
    assertThat(run(elsewhere, "--profile", "work")).isZero();
  }

  @Test
  void theEnvironmentCanNameAProfile() throws IOException {
    profile("work", SERVER.baseUrl());
    var settings = folder.toString();
    assertThat(run(Map.of("TASKAGENT_PROFILE", "work", "XDG_CONFIG_HOME", settings))).isZero();
  }

  @Test
  void theUsualFolderOfSettingsIsInTheHome() throws IOException {
    var config = Files.createDirectories(folder.resolve(".config"));
    var home = folder;
    folder = config;
    profile("work", SERVER.baseUrl());
    assertThat(run(Map.of("HOME", home.toString()), "--profile", "work")).isZero();
  }

  @Test
  void anAddressMayHaveAPath() {
    assertThat(run(Map.of(), "--url", SERVER.baseUrl() + "/agent/")).isZero();
  }

  @Test
  void aProfileThatIsNotThereNamesTheFile() {
    var run =
        ClientRun.of(
            Map.of("XDG_CONFIG_HOME", folder.toString()), "get", "t1", "--profile", "work");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("work.url", folder.resolve("taskagent").toString());
  }

  @Test
  void anAddressAndAProfileAreTooMuch() {
    assertThat(run(Map.of(), "--url", NOWHERE, "--profile", "work")).isEqualTo(2);
  }
}
