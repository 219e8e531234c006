package taskagent.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import taskagent.bench.http.Polling;
import taskagent.bench.server.MeasurementException;
import taskagent.testing.browser.Chromium;

/** The page in a Chromium, with a script that measures it. */
final class PageProbe implements AutoCloseable {

  private static final long USABLE_SECONDS = 60;
  private static final long POLL_MILLIS = 50;
  private static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(60);

  /** It warns that it does not know the newest version of the protocol, which is not needed. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final Chromium browser;
  private final ChromeDriver driver;
  private final String address;

  /**
   * When a page was there, in milliseconds from the begin of the navigation.
   *
   * @param board when every open column had its cards
   */
  record Load(double firstPaint, double board) {}

  private PageProbe(Chromium browser, InetSocketAddress server) {
    this.browser = browser;
    this.driver = browser.driver();
    this.address = "http://" + server.getHostString() + ":" + server.getPort() + "/";
  }

  /**
   * Starts a browser.
   *
   * @throws MeasurementException if there is none on this machine
   */
  static PageProbe start(InetSocketAddress server) throws IOException {
    SELENIUM.setLevel(Level.SEVERE);
    var browser =
        Chromium.startIfInstalled().orElseThrow(() -> new MeasurementException(Chromium.MISSING));
    var probe = new PageProbe(browser, server);
    browser.resize(Chromium.Width.WIDE);
    probe.driver.manage().timeouts().scriptTimeout(SCRIPT_TIMEOUT);
    probe.beforeEachPage("page-probe.js");
    return probe;
  }

  private void beforeEachPage(String script) throws IOException {
    driver.executeCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument", Map.of("source", resource(script)));
  }

  private static String resource(String name) throws IOException {
    try (var in = PageProbe.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** From now on, the clock of the browser is an hour ahead. */
  void turnClock() throws IOException {
    beforeEachPage("wrong-clock.js");
  }

  /** Opens the board with an empty cache, and waits until it is usable. */
  Load open() throws InterruptedException {
    driver.get("about:blank");
    driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    driver.get(address);
    if (!Polling.until(USABLE_SECONDS, POLL_MILLIS, () -> load().board() > 0)) {
      throw new MeasurementException("The board was not usable in " + USABLE_SECONDS + " s.");
    }
    return load();
  }

  private Load load() {
    var times = numbers(driver.executeScript("return benchProbe.load()"));
    return new Load(times.get(0), times.get(1));
  }

  /** Assigns a task, and returns after how many milliseconds its card shows it. */
  double assign(String task, String assignee) {
    return number(call("benchProbe.assign(arguments[0], arguments[1])", task, assignee));
  }

  /**
   * Returns how many milliseconds the page's idea of the server's time was ahead, at each of so
   * many changes of a countdown.
   *
   * @param tasks with what their ids begin
   */
  List<Double> countdown(String tasks, int times) {
    return numbers(call("benchProbe.countdown(arguments[0], arguments[1])", tasks, times));
  }

  /** Forgets the long tasks and the number of elements so far. */
  void reset() {
    driver.executeScript("benchProbe.longTasks.length = 0; benchProbe.elements = 0");
  }

  /** Returns how long each task of the page took that took more than 50 ms, in milliseconds. */
  List<Double> longTasks() {
    return numbers(driver.executeScript("return benchProbe.longTasks"));
  }

  /** Returns the largest number of elements in the document so far. */
  long elements() {
    return (long) number(driver.executeScript("return benchProbe.elements"));
  }

  /** Returns the used heap of the page's scripts after a garbage collection, in bytes. */
  long heap() {
    driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
    return (long)
        number(driver.executeCdpCommand("Runtime.getHeapUsage", Map.of()).get("usedSize"));
  }

  /** Waits for a promise. */
  private @Nullable Object call(String promise, Object... arguments) {
    try {
      return driver.executeScript("return " + promise, arguments);
    } catch (WebDriverException e) {
      throw new MeasurementException("The page does not show it: " + e.getRawMessage(), e);
    }
  }

  private static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new MeasurementException("The browser answered " + value + " instead of a number.");
  }

  private static List<Double> numbers(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(PageProbe::number).toList();
    }
    throw new MeasurementException("The browser answered " + value + " instead of numbers.");
  }

  @Override
  public void close() {
    browser.close();
  }
}
