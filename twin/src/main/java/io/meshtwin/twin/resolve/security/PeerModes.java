package io.meshtwin.twin.resolve.security;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.MeshImage;
import io.meshtwin.twin.resource.PeerAuthentication;
import io.meshtwin.twin.resource.PeerAuthentication.Mode;
import io.meshtwin.twin.routing.Inbound;
import io.meshtwin.twin.routing.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which connections workloads take, from the PeerAuthentications that apply to them: the narrowest
 * that says something, the port's before the workload's before the namespace's before the mesh's
 * ({@code pilot/pkg/security/authn/policy_applier.go}, ComposePeerAuthentication).
 */
final class PeerModes {
  private static final Comparator<PeerAuthentication> OLDEST =
      Comparator.comparing(
              (PeerAuthentication policy) -> policy.metadata().created(),
              Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(policy -> policy.key().name())
          .thenComparing(policy -> policy.key().namespace());

  private final String rootNamespace;
  private final List<PeerAuthentication> oldestFirst;

  PeerModes(MeshImage image, String rootNamespace) {
    this.rootNamespace = rootNamespace;
    var wholes = new HashSet<String>();
    // Of several policies for a whole namespace the oldest stands, and the others are as absent
    // (addPeerAuthentication).
    this.oldestFirst =
        image
            .all(PeerAuthentication.class)
            .sorted(OLDEST)
            .filter(policy ->
                !policy.target().wholeNamespace()
                    || wholes.add(policy.key().cluster() + "/" + policy.key().namespace()))
            .toList();
  }

  /**
   * A mode and what set it.
   *
   * @param origin null where nothing did
   */
  record Set(Inbound.Mode mode, @Nullable Origin origin) {}

  /** The modes of a workload's ports. */
  record Modes(Set usual, Map<Integer, Set> ports) {
    Modes {
      ports = Map.copyOf(ports);
    }

    Set of(int port) {
      return ports.getOrDefault(port, usual);
    }
  }

  Modes of(Proxied workload) {
    PeerAuthentication own = null;
    for (PeerAuthentication policy : in(workload, workload.namespace())) {
      boolean root = workload.namespace().equals(rootNamespace);
      if (!root
          && !policy.target().wholeNamespace()
          && policy.target().selects(workload.labels())) {
        own = policy;
        break;
      }
    }
    Set usual = namespace(workload);
    if (own == null) {
      return new Modes(usual, Map.of());
    }
    usual = narrowed(usual, own.mode(), own, "spec.mtls.mode");
    var ports = new TreeMap<Integer, Set>();
    for (var port : own.ports().entrySet()) {
      String field = "spec.portLevelMtls." + port.getKey() + ".mode";
      ports.put(port.getKey(), narrowed(usual, port.getValue(), own, field));
    }
    return new Modes(usual, ports);
  }

  /** What a namespace's or the mesh's own policy says; permissive where neither says anything. */
  private Set namespace(Proxied workload) {
    Set result = new Set(Inbound.Mode.PERMISSIVE, null);
    var namespaces = new ArrayList<>(List.of(rootNamespace));
    if (!workload.namespace().equals(rootNamespace)) {
      namespaces.add(workload.namespace());
    }
    for (String namespace : namespaces) {
      for (PeerAuthentication policy : in(workload, namespace)) {
        if (policy.target().wholeNamespace()) {
          result = narrowed(result, policy.mode(), policy, "spec.mtls.mode");
        }
      }
    }
    return result;
  }

  /**
   * The mode that clients take for that of a namespace's Services: the policies of single workloads
   * do not count ({@code push_context.go}, BestEffortInferServiceMTLSMode).
   */
  Inbound.Mode ofServices(String cluster, String namespace) {
    var key = new ResourceKey(cluster, "", "Service", namespace, "any");
    return namespace(new Proxied(key, Map.of())).mode();
  }

  /**
   * Whether a policy is read: not where an older one of the same scope stands in its place, nor in
   * the root namespace with labels.
   */
  boolean acts(PeerAuthentication policy) {
    if (policy.target().wholeNamespace()) {
      return oldestFirst.contains(policy);
    }
    boolean root = policy.key().namespace().equals(rootNamespace);
    PeerAuthentication oldest =
        oldestFirst.stream()
            .filter(other -> other.key().namespace().equals(policy.key().namespace()))
            .filter(other -> other.key().cluster().equals(policy.key().cluster()))
            .filter(other -> other.target().equals(policy.target()))
            .findFirst()
            .orElse(policy);
    return !root && oldest.equals(policy);
  }

  /** The policies that may say something about a workload. */
  Stream<ResourceKey> attached(Proxied workload) {
    return Stream.of(rootNamespace, workload.namespace())
        .distinct()
        .flatMap(namespace -> in(workload, namespace).stream())
        .filter(policy -> policy.target().selects(workload.labels()))
        .map(PeerAuthentication::key);
  }

  private List<PeerAuthentication> in(Proxied workload, String namespace) {
    return oldestFirst.stream()
        .filter(policy -> policy.key().namespace().equals(namespace))
        .filter(policy -> policy.key().cluster().equals(workload.key().cluster()))
        .toList();
  }

  private static Set narrowed(Set wider, Mode mode, PeerAuthentication policy, String field) {
    var origin = new Origin(policy.key(), field, policy.metadata().source(field));
    return switch (mode) {
      case UNSET -> wider;
      case DISABLE -> new Set(Inbound.Mode.DISABLE, origin);
      case PERMISSIVE -> new Set(Inbound.Mode.PERMISSIVE, origin);
      case STRICT -> new Set(Inbound.Mode.STRICT, origin);
    };
  }
}
