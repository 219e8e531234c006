package taskagent.outbound;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import taskagent.domain.contract.NotifierContract;
import taskagent.domain.port.Notifier;

/** The webhook passes the contract of a notifier. */
final class WebhookNotifierContractTest extends NotifierContract {

  @Override
  protected Subject open() {
    var receiver = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    receiver.start();
    receiver.stubFor(post(urlEqualTo("/")).willReturn(aResponse().withStatus(204)));
    var notifier =
        new WebhookNotifier(
            URI.create(receiver.baseUrl() + "/"),
            Duration.ofSeconds(20),
            8,
            InstantSource.system());
    return new Subject() {
      @Override
      public Notifier notifier() {
        return notifier;
      }

      @Override
      public List<String> received() {
        return receiver.getAllServeEvents().reversed().stream()
            .map(event -> event.getRequest().header("Idempotency-Key"))
            .map(HttpHeader::firstValue)
            .toList();
      }

      @Override
      public void breakReceiver() {
        receiver.resetAll();
        receiver.stop();
      }

      @Override
      public void close() {
        receiver.stop();
      }
    };
  }
}
