package taskagent.testing.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import taskagent.testing.server.NotTested;

/**
 * A Chromium without a window. It and its driver are Debian's packages {@code chromium} and {@code
 * chromium-driver}; nothing is downloaded. It can reach only this machine.
 */
public final class Chromium implements AutoCloseable {

  /** Of a laptop, and of a narrow phone. */
  public enum Width {
    WIDE(1280, 800),
    NARROW(360, 740);

    private final int width;
    private final int height;

    Width(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  /** What the reader prefers. */
  public enum Theme {
    LIGHT,
    DARK;

    /** Returns the name in CSS, and in names of files. */
    public String cssName() {
      return this == LIGHT ? "light" : "dark";
    }
  }

  /** Says what is missing if no browser can be started. */
  public static final String MISSING =
      "there is no chromium or no chromedriver on the PATH;"
          + " Debian has them in the packages chromium and chromium-driver";

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts a browser. Without Chromium, the test is aborted with a message; on CI it fails. */
  public static Chromium start() {
    var started = startIfInstalled();
    if (started.isEmpty()) {
      NotTested.because(MISSING);
    }
    return started.orElseThrow();
  }

  /** Starts a browser; empty if Chromium or its driver is not installed. */
  public static Optional<Chromium> startIfInstalled() {
    return program("chromium")
        .flatMap(browser -> program("chromedriver").map(driver -> start(browser, driver)));
  }

  private static Chromium start(File browser, File driver) {
    var service = new ChromeDriverService.Builder().usingDriverExecutable(driver).build();
    return new Chromium(new ChromeDriver(service, options(browser)));
  }

  private static Optional<File> program(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toFile)
        .findFirst();
  }

  private static ChromeOptions options(File browser) {
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(browser);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    return options.addArguments(
        "--headless=new",
        "--no-sandbox", // in a container, root cannot have it
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
  }

  /** Returns what drives it. */
  public ChromeDriver driver() {
    return driver;
  }

  /** Emulates a screen. */
  public void resize(Width width) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", width.width, "height", width.height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Sets what the reader prefers. */
  public void prefer(Theme theme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features", List.of(Map.of("name", "prefers-color-scheme", "value", theme.cssName()))));
  }

  /** Connects the browser to the network, or disconnects it. */
  public void network(boolean up) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", !up, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  /**
   * Returns and removes the errors and warnings of the console, such as violations of the policy.
   * Answers of the API with an error status are left out: a scenario may want them.
   */
  public List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getMessage())
        .filter(text -> !text.contains("Failed to load resource") || text.contains("/ui/assets/"))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
