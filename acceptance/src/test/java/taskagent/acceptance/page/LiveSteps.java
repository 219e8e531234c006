package taskagent.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.After;
import io.cucumber.java.Before;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** Several windows, the stream that they share, and a server that starts again. */
public final class LiveSteps {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private PageWorld world;
  private ChromeDriver driver;
  private String first;

  /** Begins in the window that all scenarios share. */
  @Before("@page")
  public void begin() {
    world = PageWorld.get();
    driver = world.browser().driver();
    first = driver.getWindowHandle();
  }

  /** Closes all other windows. */
  @After("@page")
  public void closeOthers() {
    if (driver == null) {
      return;
    }
    for (var window : driver.getWindowHandles()) {
      if (!window.equals(first)) {
        driver.switchTo().window(window);
        driver.close();
      }
    }
    driver.switchTo().window(first);
    driver.executeCdpCommand("Page.bringToFront", Map.of()); // else it gets no keys
  }

  @Given("I open the address {string} in a second window")
  public void openSecond(String path) {
    driver.switchTo().newWindow(WindowType.WINDOW);
    world.open(path);
  }

  @When("I look at the first window")
  public void lookAtFirst() {
    driver.switchTo().window(first);
  }

  @When("I look at the second window")
  public void lookAtSecond() {
    driver.getWindowHandles().stream()
        .filter(window -> !window.equals(first))
        .forEach(window -> driver.switchTo().window(window));
  }

  @When("the first window goes to another site")
  public void leaveFirst() {
    lookAtFirst();
    driver.get("about:blank");
  }

  @When("the server starts again")
  public void restart() {
    world.restart();
  }

  @When("somebody else starts {string}")
  public void start(String title) {
    world.command(PageWorld.id(title), "start");
  }

  @Then("the page is live with {int} stream")
  public void live(int streams) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(world.text("/metrics")).contains("taskagent_streams " + streams + ".0"));
  }
}
