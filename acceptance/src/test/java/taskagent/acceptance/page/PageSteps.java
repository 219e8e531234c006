package taskagent.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.After;
import io.cucumber.java.Before;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import taskagent.testing.browser.Chromium.Theme;
import taskagent.testing.browser.Chromium.Width;

/** What a person does with the page, and sees on it. */
public final class PageSteps {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Map<String, Keys> NAMED_KEYS =
      Map.of("Enter", Keys.ENTER, "Escape", Keys.ESCAPE, "Tab", Keys.TAB);

  private PageWorld world;
  private ChromeDriver driver;

  /** Starts with a wide, light browser whose pointer is on nothing. */
  @Before("@page")
  public void begin() {
    world = PageWorld.get();
    driver = world.browser().driver();
    world.browser().resize(Width.WIDE);
    world.browser().prefer(Theme.LIGHT);
    world.browser().network(true);
    movePointerAway();
  }

  /** No scenario may cause an error in the console, such as a violation of the policy. */
  @After("@page")
  public void noErrors() {
    if (world != null) {
      assertThat(world.browser().errors()).as("errors in the console").isEmpty();
    }
  }

  private static void eventually(ThrowingRunnable holds) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .untilAsserted(holds);
  }

  private void click(By what) {
    eventually(
        () -> {
          var found = driver.findElement(what);
          assertThat(found.isEnabled()).as("%s is enabled", what).isTrue(); // else nothing happens
          found.click();
        });
  }

  private WebElement field(String label) {
    var text = By.xpath("//label[normalize-space()='%s']".formatted(label));
    var id = driver.findElement(text).getDomAttribute("for");
    return driver.findElement(By.id(id));
  }

  private static By column(String name) {
    return By.cssSelector("section.column[aria-label='%s']".formatted(name));
  }

  private static By card(String column, String title) {
    return By.xpath(
        "//section[@aria-label='%s']//li[contains(@class,'card')][a[normalize-space()='%s']]"
            .formatted(column, title));
  }

  // ---------------------------------------------------------------- given

  @Given("the task {string} of {string}, due in {int} seconds")
  public void task(String title, String assignee, int seconds) {
    world.process(title, assignee, seconds);
  }

  @Given("the task {string} of {string}, whose saga is under way")
  public void begun(String title, String assignee) {
    world.request(title, assignee, 3600);
  }

  // ---------------------------------------------------------------- when

  @Given("{int} messages {string} of {string}")
  public void conversation(int messages, String content, String user) {
    for (int i = 0; i < messages; i++) {
      world.say(user, content);
    }
  }

  @When("I open the address {string}")
  public void open(String path) {
    world.open(path);
  }

  @When("I open the task {string}")
  public void openTask(String title) {
    world.open("/ui/tasks/" + PageWorld.id(title));
  }

  @When("I open the saga of {string}")
  public void openSaga(String title) {
    world.open("/ui/workflows/task-workflow-" + PageWorld.id(title));
  }

  @When("I open the run of this bulk")
  public void openRunOfBulk() {
    world.open(path().replace("/ui/bulk/", "/ui/workflows/"));
  }

  @When("I press {string}")
  public void press(String key) {
    new Actions(driver).sendKeys(NAMED_KEYS.containsKey(key) ? NAMED_KEYS.get(key) : key).perform();
  }

  /** Sends both at once, because the page waits only a moment for the second key. */
  @When("I press {string} and then {string}")
  public void pressBoth(String first, String second) {
    new Actions(driver).sendKeys(first).sendKeys(second).perform();
  }

  @When("I hold Control and press {string}")
  public void pressWithControl(String key) {
    new Actions(driver).keyDown(Keys.CONTROL).sendKeys(key).keyUp(Keys.CONTROL).perform();
  }

  @When("I press {string} until the focus is on {string}")
  public void pressUntil(String key, String text) {
    for (int i = 0; i < 30 && !focused().equals(text); i++) {
      press(key);
    }
    assertThat(focused()).isEqualTo(text);
  }

  private String focused() {
    // In one step, because the page may draw the element anew between two.
    var text = driver.executeScript("return document.activeElement.innerText");
    return Objects.toString(text, "").strip();
  }

  @When("I press the button {string}")
  public void button(String name) {
    click(By.xpath("//button[normalize-space()='%s']".formatted(name)));
  }

  @When("I follow the link {string}")
  public void follow(String name) {
    click(By.xpath("//a[normalize-space()='%s']".formatted(name)));
  }

  @When("I fill in {string} with {string}")
  public void fill(String label, String value) {
    eventually(
        () -> {
          field(label).clear();
          field(label).sendKeys(value);
          assertThat(field(label).getDomProperty("value")).isEqualTo(value);
        });
  }

  @When("I choose {string} for {string}")
  public void choose(String option, String label) {
    var wanted = By.xpath("option[.='%s']".formatted(option));
    eventually(() -> field(label).findElement(wanted).click());
  }

  @When("I filter by {string}")
  public void filter(String line) {
    fill("Filter", line);
    press("Enter");
  }

  @When("I go back")
  public void back() {
    driver.navigate().back();
  }

  @When("I reload the page")
  public void reload() {
    driver.navigate().refresh();
  }

  @When("the pointer is on the column {string}")
  public void pointAt(String name) {
    eventually(() -> new Actions(driver).moveToElement(driver.findElement(column(name))).perform());
  }

  @When("the pointer leaves the column")
  public void movePointerAway() {
    new Actions(driver).moveToLocation(1, 1).perform();
  }

  @When("somebody else completes {string}")
  public void complete(String title) {
    world.command(PageWorld.id(title), "complete");
  }

  @When("the network is down")
  public void networkDown() {
    world.browser().network(false);
  }

  @When("the network is up")
  public void networkUp() {
    world.browser().network(true);
  }

  // ---------------------------------------------------------------- then

  @Then("I see {string}")
  public void see(String text) {
    eventually(() -> assertThat(shown()).contains(text));
  }

  @Then("I do not see {string}")
  public void seeNot(String text) {
    eventually(() -> assertThat(shown()).isNotBlank().doesNotContain(text));
  }

  private String shown() {
    return driver.findElement(By.id("main")).getText();
  }

  @Then("there is no link {string}")
  public void noLink(String name) {
    var link = By.xpath("//a[normalize-space()='%s']".formatted(name));
    eventually(() -> assertThat(driver.findElements(link)).isEmpty());
  }

  @Then("the banner says {string}")
  public void banner(String text) {
    eventually(() -> assertThat(bannerText()).contains(text));
  }

  @Then("there is no banner")
  public void noBanner() {
    eventually(() -> assertThat(bannerText()).isEmpty());
  }

  private String bannerText() {
    return driver.findElement(By.id("banner")).getText();
  }

  @Then("the heading is {string}")
  public void heading(String text) {
    eventually(
        () -> assertThat(driver.findElement(By.cssSelector("h2.title")).getText()).isEqualTo(text));
  }

  @Then("the field {string} says {string}")
  public void fieldSays(String label, String error) {
    eventually(
        () -> {
          var field = field(label);
          assertThat(field.getDomAttribute("aria-invalid")).isEqualTo("true");
          var described = By.id(field.getDomAttribute("aria-describedby"));
          assertThat(driver.findElement(described).getText()).isEqualTo(error);
        });
  }

  @Then("the field {string} says:")
  public void fieldSaysLine(String label, String error) {
    fieldSays(label, error.strip());
  }

  @Then("the focus is on the field {string}")
  public void focusOn(String label) {
    eventually(() -> assertThat(driver.switchTo().activeElement()).isEqualTo(field(label)));
  }

  @Then("the column {string} shows {string} with {string}")
  public void columnShows(String name, String title, String sentence) {
    eventually(
        () ->
            assertThat(
                    driver
                        .findElement(card(name, title))
                        .findElement(By.className("why"))
                        .getText())
                .isEqualTo(sentence));
  }

  @Then("the column {string} does not show {string}")
  public void columnShowsNot(String name, String title) {
    eventually(
        () -> {
          assertThat(driver.findElement(column(name)).getText()).doesNotContain("Loading");
          assertThat(driver.findElements(card(name, title))).isEmpty();
        });
  }

  @Then("the column {string} holds {string}")
  public void columnHolds(String name, String changes) {
    eventually(
        () ->
            assertThat(driver.findElement(column(name)).findElement(By.className("held")).getText())
                .startsWith(changes));
  }

  @Then("the address is {string}")
  public void address(String path) {
    eventually(() -> assertThat(path()).isEqualTo(path));
  }

  @Then("the address begins with {string}")
  public void addressBegins(String path) {
    eventually(() -> assertThat(path()).startsWith(path));
  }

  private String path() {
    var uri = URI.create(driver.getCurrentUrl());
    return uri.getPath() + (uri.getQuery() == null ? "" : "?" + uri.getQuery());
  }

  @Then("the step {string} is {string}")
  public void step(String name, String state) {
    box(".step:not(.compensation)", name, state);
  }

  @Then("the compensation {string} is {string}")
  public void compensation(String name, String state) {
    box(".step.compensation", name, state);
  }

  private void box(String kind, String name, String state) {
    eventually(
        () ->
            assertThat(driver.findElements(By.cssSelector(kind)))
                .map(WebElement::getText)
                .anyMatch(text -> text.startsWith(name + "\n" + state)));
  }

  @Then("the fact {string} is {string}")
  public void fact(String name, String value) {
    var fact = By.xpath("//dt[.='%s']/following-sibling::dd[1]".formatted(name));
    eventually(() -> assertThat(driver.findElement(fact).getText()).isEqualTo(value));
  }

  @Then("the child {string} is {string}")
  public void child(String id, String state) {
    var child = By.xpath("//li[a[.='%s']]/span".formatted(id));
    eventually(() -> assertThat(driver.findElement(child).getText()).isEqualTo(state));
  }

  @Then("the API says that {string} is {string}")
  public void status(String title, String status) {
    eventually(
        () ->
            assertThat(world.get("/tasks/" + PageWorld.id(title)).path("status").asText())
                .isEqualTo(status));
  }
}
