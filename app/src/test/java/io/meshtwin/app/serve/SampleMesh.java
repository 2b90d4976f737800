package io.meshtwin.app.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mesh of one client and one Service with two versions, in a directory that a test edits. */
public final class SampleMesh {
  private static final String WORKLOADS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, ports: [{containerPort: 8080}]}]}
      """;

  private final Path directory;

  public SampleMesh(Path directory) {
    this.directory = directory;
    write("workloads.yaml", WORKLOADS);
    write("services.yaml", service("catalog") + service("catalog-v1") + service("catalog-v2"));
    write("route.yaml", route(100));
  }

  /** The directory. */
  public Path directory() {
    return directory;
  }

  /** Replaces a file, as an editor would. */
  public void write(String file, String content) {
    try {
      Path next = Files.writeString(directory.resolve("." + file + ".swp"), content);
      Files.move(next, directory.resolve(file), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The catalog's route with so much of a hundred to version 1, the rest to version 2. */
  public static String route(int toFirst) {
    return """
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: catalog, namespace: shop}
    spec:
      parentRefs: [{group: "", kind: Service, name: catalog, port: 80}]
      rules:
      - backendRefs:
        - {name: catalog-v1, port: 80, weight: %d}
        - {name: catalog-v2, port: 80, weight: %d}
    """
        .formatted(toFirst, 100 - toFirst);
  }

  /** A Service of the one workload, so that each has endpoints. */
  public static String service(String name) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: %s, namespace: shop}
    spec: {clusterIP: 10.96.0.%d, selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
    """
        .formatted(name, 1 + Math.floorMod(name.hashCode(), 250));
  }
}
