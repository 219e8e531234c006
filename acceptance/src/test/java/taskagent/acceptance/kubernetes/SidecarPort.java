package taskagent.acceptance.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import taskagent.testing.kubernetes.AcceptanceDeployment;

/** The internal port of a sidecar, as a client without a certificate sees it. */
public final class SidecarPort implements AutoCloseable {

  private static final int INTERNAL = 3_503;
  private static final int PATIENCE_MILLIS = 20_000;

  /** The preface of an HTTP/2 connection, and so of gRPC, in plain text. */
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static final byte[] NO_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  /** The type of the frame with which a server answers. */
  private static final int SETTINGS = 4;

  private final PortForward forwarded;

  /** Forwards a local port to the sidecar of a pod. */
  public SidecarPort(String pod) {
    forwarded = PortForward.to(AcceptanceDeployment.NAMESPACE, pod, INTERNAL);
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), forwarded.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Returns true if it accepts HTTP/2 in plain text. */
  public boolean speaksPlainText() throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(NO_SETTINGS);
      var answer = socket.getInputStream().readNBytes(NO_SETTINGS.length);
      return answer.length == NO_SETTINGS.length && answer[3] == SETTINGS;
    }
  }

  /** Returns the subject alternative names in its certificate. */
  public List<String> names() throws IOException, GeneralSecurityException {
    var shown = new ArrayList<X509Certificate>();
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new RecordingTrustManager(shown)}, new SecureRandom());
    try (var plain = connect();
        var socket =
            (SSLSocket)
                context
                    .getSocketFactory()
                    .createSocket(plain, "localhost", forwarded.port(), true)) {
      socket.startHandshake();
    }
    var names = new ArrayList<String>();
    for (var name : shown.getFirst().getSubjectAlternativeNames()) {
      names.add(name.get(1).toString());
    }
    return names;
  }

  /** Trusts every certificate, and records it. */
  private record RecordingTrustManager(List<X509Certificate> shown) implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      shown.addAll(Arrays.asList(chain));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Override
  public void close() {
    forwarded.close();
  }
}
