package io.meshtwin.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small mesh in a directory. */
record Shop(Path directory) {
  static final String MESH =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: cart-v2, namespace: shop}
      spec: {selector: {app: cart, version: v2}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart-v1, namespace: shop}
      spec: {template: {metadata: {labels: {app: cart, version: v1}}, spec: {containers: []}}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart-v2, namespace: shop}
      spec: {template: {metadata: {labels: {app: cart, version: v2}}, spec: {containers: []}}}
      """;

  static final String CANARY =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: canary, namespace: shop}
      spec:
        parentRefs: [{group: "", kind: Service, name: cart}]
        rules:
        - matches:
          - path: {type: PathPrefix, value: /cart}
            headers: [{name: x-env, value: canary}]
          backendRefs: [{name: cart-v2, port: 80}]
        - backendRefs: [{name: cart, port: 80}]
      """;

  String mesh() {
    return write("mesh.yaml", MESH);
  }

  String canary() {
    return write("canary.yaml", CANARY);
  }

  String write(String name, String content) {
    try {
      return Files.writeString(directory.resolve(name), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
