package taskagent.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.Before;
import io.cucumber.java.en.Then;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import taskagent.testing.browser.Chromium.Theme;
import taskagent.testing.browser.Chromium.Width;

/** Checks each page with axe-core, in both themes and at two widths. */
public final class AccessibilitySteps {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String AXE = Resources.text("/axe.min.js");

  /**
   * Returns "rule: element" for everything that axe-core finds. The themes differ in their colours
   * only, so one rule is enough for the second one.
   */
  private static final String RUN =
      """
      const done = arguments[arguments.length - 1];
      const rules = arguments[0] === 'DARK' ? { runOnly: ['color-contrast'] } : {};
      axe.run(document, { resultTypes: ['violations'], ...rules }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))),
        (error) => done([String(error)]));
      """;

  private PageWorld world;

  /** Needs the browser that all scenarios share. */
  @Before("@page")
  public void begin() {
    world = PageWorld.get();
  }

  @Then("these pages are accessible in both themes, and fit on a narrow screen:")
  public void accessible(Map<String, String> pages) {
    assertThat(pages).isNotEmpty();
    pages.forEach(
        (path, text) -> {
          world.open(path);
          awaitText(text);
          check(path);
        });
  }

  @Then("the page is accessible in both themes, and fits on a narrow screen")
  public void page() {
    check("the page");
  }

  @Then("the dialog is accessible in both themes, and fits on a narrow screen")
  public void dialog() {
    awaitOpenDialogs(1);
    check("the dialog");
  }

  /** The browser closes a dialog a moment after the key, and until then it takes all keys. */
  @Then("no dialog is open")
  public void noDialog() {
    awaitOpenDialogs(0);
  }

  private void awaitOpenDialogs(int count) {
    var driver = world.browser().driver();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(driver.findElements(By.cssSelector("dialog[open]"))).hasSize(count));
  }

  private void awaitText(String text) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .untilAsserted(
            () ->
                assertThat(world.browser().driver().findElement(By.id("main")).getText())
                    .contains(text));
  }

  private void check(String name) {
    world.browser().driver().executeScript(AXE);
    check(name, Width.WIDE, Theme.LIGHT);
    check(name, Width.WIDE, Theme.DARK);
    check(name, Width.NARROW, Theme.LIGHT);
    world.browser().resize(Width.WIDE);
    world.browser().prefer(Theme.LIGHT);
  }

  private void check(String name, Width width, Theme theme) {
    var driver = world.browser().driver();
    world.browser().resize(width);
    world.browser().prefer(theme);
    var where = "%s, %s, %s".formatted(name, width, theme);
    assertThat((List<?>) driver.executeAsyncScript(RUN, theme.name())).as(where).isEmpty();
    assertThat(driver.executeScript("return document.documentElement.scrollWidth - innerWidth"))
        .as("%s: sideways scrolling", where)
        .isEqualTo(0L);
  }
}
