package io.meshtwin.twin.resolve;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.resource.ContainerPort;
import io.meshtwin.twin.resource.Pod;
import io.meshtwin.twin.resource.PodTraits;
import io.meshtwin.twin.resource.WorkloadTemplate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that sends and answers requests: a Pod, or the pods that a template stands for.
 *
 * @param key the Pod or the template
 * @param labels the pods' labels
 * @param serviceAccount what they run as
 * @param ports declared container ports
 * @param addresses IPs; empty for a template
 * @param replicas how many pods: 1 for a Pod, possibly 0 for a template
 * @param ready whether they take traffic
 * @param owner {@code ns/name} of the Deployment, StatefulSet or DaemonSet; the Pod's own without
 * @param annotations of the Pod, or of the Pods that the template makes
 * @param sidecar whether it says that it has a sidecar of Istio's, null where it does not say
 * @param traits what else decides about the sidecar
 */
public record Workload(
    ResourceKey key,
    Map<String, String> labels,
    String serviceAccount,
    List<ContainerPort> ports,
    List<String> addresses,
    int replicas,
    boolean ready,
    String owner,
    Map<String, String> annotations,
    @Nullable Boolean sidecar,
    PodTraits traits)
    implements Comparable<Workload> {
  /** The annotation that injection leaves on a Pod. */
  public static final String SIDECAR_STATUS = "sidecar.istio.io/status";

  private static final String TEMPLATE_HASH = "pod-template-hash";
  private static final String INJECT = "sidecar.istio.io/inject";

  /** {@code ns/name} of the Pod or template. */
  public String name() {
    return key.qualifiedName();
  }

  /** The number of the target port, given by number or by a container port's name; 0 for none. */
  public int port(String target) {
    if (!target.isEmpty() && target.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return target.length() > 5 ? 0 : Integer.parseInt(target);
    }
    return ports.stream()
        .filter(port -> port.name().equals(target))
        .mapToInt(ContainerPort::port)
        .findFirst()
        .orElse(0);
  }

  static Workload of(Pod pod) {
    return new Workload(
        pod.key(),
        pod.metadata().labels(),
        pod.serviceAccount(),
        pod.ports(),
        pod.addresses(),
        1,
        pod.ready(),
        pod.key().namespace() + "/" + ownerName(pod),
        pod.metadata().annotations(),
        sidecar(pod),
        pod.traits());
  }

  /** What injection leaves on a Pod, or what keeps it away. */
  static @Nullable Boolean sidecar(Pod pod) {
    return pod.metadata().annotations().containsKey(SIDECAR_STATUS)
        ? Boolean.TRUE
        : asked(pod.metadata().labels(), pod.metadata().annotations(), pod.traits());
  }

  /**
   * A Node's network is never touched, and the label goes before the annotation, which is
   * deprecated ({@code injectRequired}).
   */
  private static @Nullable Boolean asked(
      Map<String, String> labels, Map<String, String> annotations, PodTraits traits) {
    if (traits.hostNetwork()) {
      return false;
    }
    String inject = labels.getOrDefault(INJECT, annotations.get(INJECT));
    return inject == null ? null : (Boolean) inject.equals("true");
  }

  static Workload of(WorkloadTemplate template) {
    return new Workload(
        template.key(),
        template.podLabels(),
        template.serviceAccount(),
        template.ports(),
        List.of(),
        template.replicas(),
        template.replicas() > 0,
        template.key().qualifiedName(),
        template.podAnnotations(),
        asked(template.podLabels(), template.podAnnotations(), template.traits()),
        template.traits());
  }

  /** A Deployment owns its Pods through a ReplicaSet named after the Deployment and a hash. */
  private static String ownerName(Pod pod) {
    String owner = pod.metadata().owner();
    if (owner == null) {
      return pod.key().name();
    }
    String name = owner.substring(owner.indexOf(' ') + 1);
    String hash = pod.metadata().labels().get(TEMPLATE_HASH);
    boolean replicaSet = owner.startsWith("ReplicaSet ");
    return replicaSet && hash != null && name.endsWith("-" + hash)
        ? name.substring(0, name.length() - hash.length() - 1)
        : name;
  }

  @Override
  public int compareTo(Workload other) {
    return Comparator.comparing(Workload::name).thenComparing(Workload::key).compare(this, other);
  }
}
