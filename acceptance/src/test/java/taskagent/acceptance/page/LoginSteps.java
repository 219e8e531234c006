package taskagent.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import taskagent.testing.server.AppProcess;
import taskagent.testing.server.JsonHttpClient;
import taskagent.testing.server.ServerProcess;

/** Steps about a server of its own whose callers must show tokens. */
public final class LoginSteps {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, String> tokens = new HashMap<>();
  private Optional<ServerProcess> server = Optional.empty();

  private static ChromeDriver driver() {
    return PageWorld.get().browser().driver();
  }

  @Given("a server whose callers show tokens, with the task {string} of {string}")
  public void start(String title, String assignee) throws IOException {
    var worlds = Files.createDirectories(Path.of("target/worlds").toAbsolutePath());
    var data = Files.createTempDirectory(worlds, "login-");
    create(data, "ops", "operator");
    create(data, "board", "reader");
    server = Optional.of(ServerProcess.start(data, List.of("--access-mode=tokens")));
    var request =
        Map.of(
            "task_id",
            PageWorld.id(title),
            "title",
            title,
            "description",
            "What is to be done for it",
            "assignee",
            assignee);
    var started =
        server
            .orElseThrow()
            .post(
                "/tasks/process",
                JsonHttpClient.json(request),
                "Authorization",
                "Bearer " + tokens.get("ops"));
    assertThat(started.status()).isEqualTo(202);
  }

  private void create(Path data, String user, String role) {
    var created =
        AppProcess.run(
            "token", "create", "--user", user, "--role", role, "--data", data.toString());
    assertThat(created.code()).as(created.err()).isZero();
    tokens.put(user, created.out().strip());
  }

  /** Ends the server, if the scenario has started one, and lets the browser forget its token. */
  @After("@page")
  public void stop() {
    if (server.isPresent()) {
      driver().manage().deleteAllCookies();
      driver().get("about:blank");
      assertThat(server.get().stop()).as("exit code").isZero();
    }
  }

  @When("I open the page of that server at {string}")
  public void open(String path) {
    driver().get(server.orElseThrow().address() + path);
  }

  @When("I log in with the token of {string}")
  public void logIn(String user) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .untilAsserted(
            () -> {
              var field = driver().findElement(By.id("token"));
              field.clear();
              field.sendKeys(tokens.get(user));
              driver().findElement(By.xpath("//button[normalize-space()='Log in']")).click();
            });
  }

  @Then("the side bar names {string} and {string}")
  public void sideBar(String user, String role) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .untilAsserted(
            () -> assertThat(driver().findElement(By.id("who")).getText()).contains(user, role));
  }
}
