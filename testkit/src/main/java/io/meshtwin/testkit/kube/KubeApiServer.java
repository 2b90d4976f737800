package io.meshtwin.testkit.kube;

import io.meshtwin.testkit.parts.Loopback;
import io.meshtwin.testkit.parts.PartProcess;
import io.meshtwin.testkit.parts.RealPart;
import io.meshtwin.testkit.parts.TemporaryDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A real kube-apiserver over a real etcd, both on loopback, with RBAC and these users: {@code
 * admin} ({@code system:masters}), {@code alice} and {@code bob} (may do everything), {@code
 * reader} (may only get, list and watch). Keeps its port, certificate and data from {@link #stop()}
 * to {@link #restart()}.
 */
public final class KubeApiServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);

  private static final String LAST_LINE = "-----END CERTIFICATE-----\n";

  private final TemporaryDirectory directory;
  private final Etcd etcd;
  private final List<String> command;
  private final URI url;
  private final Credentials credentials;
  private PartProcess process;

  private KubeApiServer(TemporaryDirectory directory, List<String> extraFlags) throws IOException {
    this.directory = directory;
    this.credentials = new Credentials();
    this.etcd = Etcd.start(directory.path());
    int port = Loopback.freePort();
    this.url = URI.create("https://" + Loopback.ADDRESS + ":" + port);
    this.command = command(port, extraFlags);
    this.process = launch();
    AccessRules.install(admin());
    Definitions.install(
        RealPart.GATEWAY_API_CRDS.require().resolve("experimental"), admin(), process);
  }

  /**
   * Starts a server of the caller's own, with the Gateway API's experimental channel installed.
   *
   * @param extraFlags flags of kube-apiserver beside the usual ones, such as {@code
   *     --audit-webhook-config-file=…}
   */
  public static KubeApiServer start(List<String> extraFlags) {
    List.of(RealPart.KUBE_APISERVER, RealPart.ETCD, RealPart.GATEWAY_API_CRDS)
        .forEach(RealPart::require);
    TemporaryDirectory directory = TemporaryDirectory.create("kube-apiserver");
    try {
      return new KubeApiServer(directory, List.copyOf(extraFlags));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set up kube-apiserver in " + directory.path(), e);
    }
  }

  public URI url() {
    return url;
  }

  /** The certificates to trust, PEM. */
  public String ca() {
    try {
      return Files.readString(certificate());
    } catch (IOException e) {
      throw new UncheckedIOException("the API server has written no certificate", e);
    }
  }

  /** The bearer token of a user. */
  public String token(String user) {
    return credentials.token(user);
  }

  /** A kubeconfig with one context, in which the user talks to this server. */
  public String kubeconfig(String user) {
    return """
    apiVersion: v1
    kind: Config
    current-context: testkit
    clusters:
    - name: testkit
      cluster: {server: "%s", certificate-authority-data: %s}
    users:
    - name: %3$s
      user: {token: %4$s}
    contexts:
    - name: testkit
      context: {cluster: testkit, user: %3$s}
    """
        .formatted(
            url,
            Base64.getEncoder().encodeToString(ca().getBytes(StandardCharsets.US_ASCII)),
            user,
            token(user));
  }

  /** Ends the API server as a crash would; etcd and its data stay. */
  public void stop() {
    process.kill();
  }

  /**
   * Starts the API server again, on the same port and data; ends it first when it runs. Returns
   * when it is ready.
   */
  public void restart() {
    process.kill();
    process = launch();
  }

  /**
   * Makes etcd forget all history. The API server's own cache of recent events still answers a
   * watch from a short while ago: see {@link #expireWatches()}.
   */
  public void compactEtcd() {
    etcd.compact();
  }

  /**
   * Ends every watch, and makes each one that resumes from a resourceVersion seen before now fail
   * with 410 Gone.
   */
  public void expireWatches() {
    process.kill();
    etcd.compact();
    process = launch();
  }

  /** Installs Istio's custom resource definitions too. */
  public void installIstio() {
    Definitions.install(RealPart.ISTIO_CRDS.require(), admin(), process);
  }

  /** The end of the API server's log. */
  public String lastOutput() {
    return process.lastOutput();
  }

  @Override
  public void close() {
    process.kill();
    etcd.stop();
    directory.close();
  }

  private ApiClient admin() {
    return new ApiClient(url, ca(), token("admin"));
  }

  private PartProcess launch() {
    PartProcess started =
        PartProcess.start(
            "kube-apiserver", command, directory.path().resolve("kube-apiserver.log"));
    started.awaitReady(START, () -> Files.exists(certificate()) && ca().endsWith(LAST_LINE));
    started.awaitReady(START, admin()::ready);
    return started;
  }

  private Path certificate() {
    return directory.path().resolve("certificates").resolve("apiserver.crt");
  }

  private List<String> command(int port, List<String> extraFlags) throws IOException {
    Path key = Credentials.writeSigningKey(directory.path());
    List<String> flags = new ArrayList<>();
    flags.add(RealPart.KUBE_APISERVER.require().toString());
    flags.add("--etcd-servers=" + etcd.url());
    flags.add("--bind-address=" + Loopback.ADDRESS);
    flags.add("--advertise-address=" + Loopback.ADDRESS);
    flags.add("--secure-port=" + port);
    flags.add("--cert-dir=" + directory.path().resolve("certificates"));
    flags.add("--service-account-issuer=https://kubernetes.default.svc");
    flags.add("--service-account-key-file=" + key);
    flags.add("--service-account-signing-key-file=" + key);
    flags.add("--token-auth-file=" + credentials.writeTokens(directory.path()));
    flags.add("--authorization-mode=RBAC");
    flags.add("--service-cluster-ip-range=10.96.0.0/16");
    // The server cannot publish a loopback address as an endpoint of its own Service.
    flags.add("--endpoint-reconciler-type=none");
    // No controller makes the "default" service accounts that this would wait for.
    flags.add("--disable-admission-plugins=ServiceAccount");
    flags.addAll(extraFlags);
    return List.copyOf(flags);
  }
}
