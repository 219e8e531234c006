package taskagent.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.interactions.Actions;
import taskagent.testing.browser.Chromium.Theme;
import taskagent.testing.browser.Chromium.Width;

/**
 * Takes the screenshots in {@code docs/page} (docs/page.md has the command). Its name is not that
 * of a test, so that it runs only where it is named.
 */
final class PageScreenshots {

  private static final Path FOLDER = Path.of("../docs/page");
  private static final int BYTES_AT_MOST = 150_000;

  private final PageWorld world = PageWorld.get();

  @AfterAll
  static void close() {
    PageWorld.close();
  }

  @Test
  void takeAll() throws IOException {
    world.browser().resize(Width.WIDE);
    tasks();
    world.command("clean-up-the-handbook", "start");
    take("board", "/", "user-33 is working on it.");
    take("list", "/ui/list", "Clean up the handbook");
    take("task", "/ui/tasks/rotate-the-signing-keys", "Timeline");
    take("saga", "/ui/workflows/task-workflow-order-new-chairs", "Compensated");
    take("sagas", "/ui/sagas", "task-workflow-");
    chat();
    take("health", "/ui/health", "Ready");
    bulks();
    take("audit", "/ui/audit", "process task");
    newTask();
  }

  private void tasks() {
    world.process("Rotate the signing keys", "ada@example.org", 1);
    world.process("Renew the TLS certificate of the gateway", "grace", 2);
    world.process("Write the report of the third quarter", "ada@example.org", 7200);
    world.process("Publish the release notes", "linus", 900);
    world.process("Clean up the handbook", "user-33", 5000);
    world.process("Archive the invoices of last year", "grace", 200_000);
    world.process("Order new chairs", "unreachable-bob", 3600);
    Awaitility.await()
        .until(
            () ->
                world
                    .get("/tasks/renew-the-tls-certificate-of-the-gateway")
                    .path("status")
                    .asText()
                    .equals("overdue"));
  }

  private void chat() throws IOException {
    world.say("ada", "What about my task?");
    world.say("ada", "Thank you");
    take("chat", "/ui/chat/ada", "Thank you");
  }

  private void bulks() throws IOException {
    world.bulk("complete", "clean-up-the-handbook");
    var bulk =
        world.bulk(
            "start", "publish-the-release-notes", "rotate-the-signing-keys", "order-new-chairs");
    take("bulk", "/ui/bulk/" + bulk, "Some refused.");
    take("bulks", "/ui/bulk", "Start: 1 done");
  }

  private void newTask() throws IOException {
    for (var theme : Theme.values()) {
      open("/ui/list", "Clean up the handbook", theme);
      new Actions(world.browser().driver()).sendKeys("c").perform();
      Awaitility.await()
          .until(() -> !world.browser().driver().findElements(By.cssSelector("dialog")).isEmpty());
      write("new-task", theme);
    }
  }

  private void take(String name, String path, String text) throws IOException {
    for (var theme : Theme.values()) {
      open(path, text, theme);
      write(name, theme);
    }
  }

  private void open(String path, String text, Theme theme) {
    world.browser().prefer(theme);
    world.open(path);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .untilAsserted(
            () ->
                assertThat(world.browser().driver().findElement(By.id("main")).getText())
                    .contains(text));
  }

  private void write(String name, Theme theme) throws IOException {
    var picture = world.browser().driver().getScreenshotAs(OutputType.BYTES);
    assertThat(picture.length).as(name).isBetween(5_000, BYTES_AT_MOST);
    Files.createDirectories(FOLDER);
    Files.write(FOLDER.resolve(name + "-" + theme.cssName() + ".png"), picture);
  }
}
