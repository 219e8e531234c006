package taskagent.access;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import taskagent.domain.port.Unavailable;

/**
 * The public keys of an identity provider. They are read again from time to time, and for a key
 * that is unknown, because the provider may have changed its keys. Neither happens often, so that
 * callers with made-up tokens cannot have this server ask the provider all the time. While the
 * provider cannot be reached, the keys that were read last stay.
 */
final class PublicKeys {

  private static final System.Logger LOG = System.getLogger(PublicKeys.class.getName());
  private static final int BYTES_AT_MOST = 1 << 20;

  /**
   * How often the keys are read.
   *
   * @param current after so long they are read again
   * @param atMostEvery so long passes at least between two attempts
   * @param answer so long the provider may take for its whole answer
   */
  record Pace(Duration current, Duration atMostEvery, Duration answer) {
    static final Pace USUAL =
        new Pace(Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofSeconds(5));
  }

  private final URI address;
  private final Pace pace;
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable JWKSet keys;
  private volatile long readAt;
  private volatile long triedAt;
  private volatile boolean tried;

  PublicKeys(URI address, Pace pace) {
    this.address = address;
    this.pace = pace;
  }

  /**
   * Returns a key; empty if the provider has none with this id.
   *
   * @throws Unavailable if no keys could be read yet
   */
  Optional<JWK> find(String id) {
    if (keys == null) {
      read();
    } else if (passed(readAt, pace.current()) && !reading.isLocked()) { // else somebody reads them
      read();
    }
    var found = known(id);
    if (found.isEmpty() && read()) {
      found = known(id);
    }
    return found;
  }

  private Optional<JWK> known(String id) {
    var all = keys;
    if (all == null) {
      throw Unavailable.outOfReach("the keys of the identity provider cannot be read");
    }
    return Optional.ofNullable(all.getKeyByKeyId(id));
  }

  private static boolean passed(long since, Duration time) {
    return System.nanoTime() - since > time.toNanos();
  }

  /** Reads the keys, unless somebody has just tried to. Returns true if they were read. */
  private boolean read() {
    reading.lock();
    try {
      if (tried && !passed(triedAt, pace.atMostEvery())) {
        return false;
      }
      tried = true;
      triedAt = System.nanoTime();
      var answer = ask();
      if (answer.statusCode() != 200) {
        return failed("it answered " + answer.statusCode());
      }
      var read = JWKSet.parse(answer.body());
      keys = read;
      readAt = System.nanoTime();
      LOG.log(INFO, "read {0} keys from {1}", read.size(), address);
      return true;
    } catch (ExecutionException e) {
      return failed("it cannot be reached, or its answer is too long");
    } catch (TimeoutException e) {
      return failed("it did not answer within " + pace.answer().toMillis() + " ms");
    } catch (ParseException e) {
      return failed("it answered no keys");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("interrupted");
    } finally {
      reading.unlock();
    }
  }

  /** The limit of time is for the whole answer: that of the request ends with its headers. */
  private HttpResponse<String> ask()
      throws InterruptedException, ExecutionException, TimeoutException {
    var answer =
        client.sendAsync(
            HttpRequest.newBuilder(address).GET().build(),
            BodyHandlers.limiting(BodyHandlers.ofString(), BYTES_AT_MOST));
    try {
      return answer.get(pace.answer().toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  private boolean failed(String why) {
    LOG.log(WARNING, "cannot read the keys at {0}: {1}", address, why);
    return false;
  }
}
