package taskagent.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import taskagent.domain.engine.Permit;

/** Permits to call receivers. */
class CallLimiterTest {

  @Test
  void thereAreAsManyPermitsAsCalls() {
    var limiter = new CallLimiter(2);

    assertThat(limiter.take()).isPresent();
    assertThat(limiter.take()).isPresent();
    assertThat(limiter.take()).isEmpty();
    assertThat(limiter.taken()).isEqualTo(2);
  }

  @Test
  void aPermitThatIsClosedTwiceIsFreeOnce() {
    var limiter = new CallLimiter(2);
    var first = limiter.take();
    assertThat(limiter.take()).isPresent();

    first.ifPresent(Permit::close);
    first.ifPresent(Permit::close);

    assertThat(limiter.free()).isEqualTo(1);
  }
}
