package io.meshtwin.ingest.source;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which kinds an API server serves, and under which version. The answers are kept for a while: many
 * kinds ask at once, and a kind that is absent asks again and again.
 */
final class ApiDiscovery {
  private static final String CORE = "v1";

  private final KubernetesClient client;
  private final Duration keep;
  private final ConcurrentHashMap<String, List<APIResource>> resources = new ConcurrentHashMap<>();
  private Optional<List<APIGroup>> groups = Optional.empty();
  private long forgetAt = System.nanoTime();
  private @Nullable KubernetesClientException failure;
  private long failedAt;
  private long answeredAt = System.nanoTime();

  /**
   * @param keep how long an answer holds
   */
  ApiDiscovery(KubernetesClient client, Duration keep) {
    this.client = client;
    this.keep = keep;
  }

  /**
   * The kind as it is served now; empty when no version of its group has it.
   *
   * @throws KubernetesClientException when the API server does not answer
   */
  Optional<ServedKind> find(MeshKind kind) {
    return shared(() -> search(kind));
  }

  /**
   * Asks whether the API server answers.
   *
   * @throws KubernetesClientException when it does not
   */
  void reach() {
    long asked = System.nanoTime();
    shared(() -> {
      if (answeredAt - asked < 0) {
        client.getApiResources(CORE);
        answeredAt = System.nanoTime();
      }
      return Optional.empty();
    });
  }

  /** Whoever waited for an attempt that failed shares its failure instead of making another. */
  private <T> Optional<T> shared(Supplier<Optional<T>> request) {
    long asked = System.nanoTime();
    synchronized (this) {
      if (failure != null && failedAt - asked >= 0) {
        throw failure;
      }
      try {
        return request.get();
      } catch (KubernetesClientException e) {
        failure = e;
        failedAt = System.nanoTime();
        throw e;
      }
    }
  }

  private Optional<ServedKind> search(MeshKind kind) {
    if (System.nanoTime() - forgetAt >= 0) {
      resources.clear();
      groups = Optional.empty();
      forgetAt = System.nanoTime() + keep.toNanos();
    }
    for (String version : versions(kind.group())) {
      String groupVersion = kind.group().isEmpty() ? version : kind.group() + "/" + version;
      for (APIResource resource : resources.computeIfAbsent(groupVersion, this::ask)) {
        if (resource.getKind().equals(kind.kind())
            && !resource.getName().contains("/")
            && resource.getVerbs().containsAll(List.of("list", "watch"))) {
          return Optional.of(
              new ServedKind(
                  kind,
                  version,
                  resource.getName(),
                  Boolean.TRUE.equals(resource.getNamespaced())));
        }
      }
    }
    return Optional.empty();
  }

  /** Asks anew the next time: an answer has proved wrong. */
  synchronized void forget() {
    forgetAt = System.nanoTime();
  }

  /** The group's versions, the preferred one first, then in the API server's order. */
  private Iterable<String> versions(String group) {
    if (group.isEmpty()) {
      return List.of(CORE);
    }
    if (groups.isEmpty()) {
      groups = Optional.of(new ArrayList<>(client.getApiGroups().getGroups()));
    }
    var versions = new LinkedHashSet<String>();
    for (APIGroup served : groups.get()) {
      if (served.getName().equals(group)) {
        versions.add(served.getPreferredVersion().getVersion());
        served.getVersions().stream()
            .map(GroupVersionForDiscovery::getVersion)
            .forEach(versions::add);
      }
    }
    return versions;
  }

  private List<APIResource> ask(String groupVersion) {
    APIResourceList answer = client.getApiResources(groupVersion);
    return answer == null ? List.of() : List.copyOf(answer.getResources());
  }
}
