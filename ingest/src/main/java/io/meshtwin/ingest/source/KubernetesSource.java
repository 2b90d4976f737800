package io.meshtwin.ingest.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;

/** A mesh in a Kubernetes cluster: listed once, or followed. Only ever reads. */
public final class KubernetesSource implements AutoCloseable {
  private static final int CONNECT_MILLISECONDS = 5_000;

  private final Config config;
  private final KubernetesClient client;
  private final ClusterObjects objects;

  private KubernetesSource(Config config, String cluster) {
    this.config = config;
    // Failures come to us at once: our own loop waits and says so meanwhile.
    Config impatient =
        new ConfigBuilder(config)
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectLimit(0)
            .withConnectionTimeout(CONNECT_MILLISECONDS)
            .build();
    // Without the typed model an object reads the same from a list and from a watch.
    var serialization = new KubernetesSerialization(new ObjectMapper(), false);
    serialization.registerKubernetesResource(Status.class);
    this.client =
        new KubernetesClientBuilder()
            .withConfig(impatient)
            .withKubernetesSerialization(serialization)
            .build();
    this.objects = new ClusterObjects(client, cluster);
  }

  /**
   * The cluster of the current kubeconfig context, or the one that this process runs in.
   *
   * @param cluster the cluster's name in events
   * @throws ClusterUnavailableException when there is no kubeconfig
   */
  public static KubernetesSource ofCurrentContext(String cluster) {
    Config config = Config.autoConfigure(null);
    if (config.getFile() == null && System.getenv("KUBERNETES_SERVICE_HOST") == null) {
      throw new ClusterUnavailableException(
          "no kubeconfig: neither KUBECONFIG nor ~/.kube/config names a cluster; nothing was read");
    }
    return new KubernetesSource(config, cluster);
  }

  /**
   * The cluster that a kubeconfig's current context names.
   *
   * @param kubeconfig the file's content
   * @param cluster the cluster's name in events
   */
  public static KubernetesSource ofKubeconfig(String kubeconfig, String cluster) {
    return new KubernetesSource(Config.fromKubeconfig(kubeconfig), cluster);
  }

  /** Lists everything once. Never throws on what the cluster answers, or when it does not. */
  public ClusterListing list() {
    return new ClusterLister(objects).list();
  }

  /** Follows the cluster until the result is closed; this source is to be closed after it. */
  public ClusterFollowing follow(Recorder recorder, FollowSettings settings) {
    return ClusterFollowing.start(objects, recorder, settings);
  }

  /**
   * Values of Secrets and ConfigMaps of this cluster, asked for one by one when a proxy needs them.
   */
  public SecretReader secrets() {
    return new ClusterSecrets(client, objects.cluster());
  }

  /**
   * What the kubeconfig calls the cluster, without the path that some providers put in front of it;
   * empty where there is no kubeconfig, as within a Pod.
   */
  public Optional<String> clusterName() {
    return Optional.ofNullable(config.getCurrentContext())
        .map(current -> current.getContext())
        .map(context -> context.getCluster())
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .filter(name -> !name.isEmpty());
  }

  /** The API server's address. */
  public String server() {
    return client.getMasterUrl().toString();
  }

  @Override
  public void close() {
    client.close();
  }
}
