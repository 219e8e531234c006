package taskagent.app.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static taskagent.app.client.ServerStub.json;
import static taskagent.app.client.ServerStub.problem;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A request is repeated when it may help, and a change keeps its key. */
class RepeatedRequestsTest {

  private static final String COMPLETE = "/tasks/t1/complete";

  @RegisterExtension static final WireMockExtension SERVER = ServerStub.start();

  private static void firstThenTask(ResponseDefinitionBuilder first) {
    SERVER.stubFor(
        post(COMPLETE)
            .inScenario("once")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(first)
            .willSetStateTo("later"));
    SERVER.stubFor(
        post(COMPLETE)
            .inScenario("once")
            .whenScenarioStateIs("later")
            .willReturn(json(200, ServerStub.TASK)));
  }

  private static void assertRepeatedWithOneKey() {
    var keys =
        SERVER.findAll(postRequestedFor(urlEqualTo(COMPLETE))).stream()
            .map(request -> request.getHeader("Idempotency-Key"))
            .toList();
    assertThat(keys).hasSize(2).doesNotContainNull();
    assertThat(keys.getFirst()).isEqualTo(keys.getLast());
  }

  @Test
  void aServerThatIsUnavailableForAMoment() {
    firstThenTask(problem(503, "unavailable", "Not now.").withHeader("Retry-After", "0"));
    var run = ClientRun.of(SERVER.baseUrl(), "complete", "t1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("t1");
    assertThat(run.err()).isEqualTo("taskagent: Not now.; trying again in 0ms\n");
    assertRepeatedWithOneKey();
  }

  @Test
  void aConnectionThatIsLost() {
    firstThenTask(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    var run = ClientRun.of(SERVER.baseUrl(), "complete", "t1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("the connection was lost; trying again");
    assertRepeatedWithOneKey();
  }

  @Test
  void theAttemptsAreBounded() {
    SERVER.stubFor(post(COMPLETE).willReturn(problem(503, "unavailable", "Not now.")));
    assertThat(ClientRun.of(SERVER.baseUrl(), "complete", "t1").code()).isEqualTo(6);
    SERVER.verify(3, postRequestedFor(urlEqualTo(COMPLETE)));
  }

  @Test
  void aRefusalIsNotRepeated() {
    SERVER.stubFor(post(COMPLETE).willReturn(problem(409, "refused", "It is closed.")));
    assertThat(ClientRun.of(SERVER.baseUrl(), "complete", "t1").code()).isEqualTo(5);
    SERVER.verify(1, postRequestedFor(urlEqualTo(COMPLETE)));
  }

  @Test
  void theKeyCanBeGiven() {
    SERVER.stubFor(post(COMPLETE).willReturn(json(200, ServerStub.TASK)));
    ClientRun.of(SERVER.baseUrl(), "complete", "t1", "--key", "mine");
    SERVER.verify(
        postRequestedFor(urlEqualTo(COMPLETE)).withHeader("Idempotency-Key", equalTo("mine")));
  }

  @Test
  void aReadIsRepeatedToo() {
    SERVER.stubFor(get("/tasks/t1").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    var run = ClientRun.of(SERVER.baseUrl(), "get", "t1");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err().lines()).hasSize(3);
  }

  @Test
  void theWaitsGrowAndTheServersWishCountsWithinABound() {
    var policy = new RequestRetries(4, Duration.ofSeconds(1), Duration.ofSeconds(3));
    assertThat(policy.waitAfter(1, Optional.empty())).contains(Duration.ofSeconds(1));
    assertThat(policy.waitAfter(2, Optional.empty())).contains(Duration.ofSeconds(2));
    assertThat(policy.waitAfter(3, Optional.empty())).contains(Duration.ofSeconds(3));
    assertThat(policy.waitAfter(1, Optional.of(Duration.ofSeconds(2))))
        .contains(Duration.ofSeconds(2));
    assertThat(policy.waitAfter(1, Optional.of(Duration.ofHours(1))))
        .contains(Duration.ofSeconds(3));
    assertThat(policy.waitAfter(4, Optional.of(Duration.ZERO))).isEmpty();
  }
}
