package io.meshtwin.ingest.source;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Failures of an API server in words for a user. */
final class ApiFailure {
  private ApiFailure() {}

  static boolean isForbidden(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
  }

  static boolean isGone(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_GONE;
  }

  static boolean isNotFound(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  /** Names the verbs and the kind, so that the words can go to whoever grants access. */
  static String forbidden(ServedKind kind) {
    return ("these credentials may not list and watch %s%s: grant get, list and watch on them"
            + " in all namespaces")
        .formatted(
            kind.plural(), kind.kind().group().isEmpty() ? "" : " of " + kind.kind().group());
  }

  static String words(KubernetesClientException failure, String server) {
    if (failure.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      return server + " does not know these credentials (401)";
    }
    if (failure.getStatus() != null && failure.getStatus().getMessage() != null) {
      return server + " says: " + failure.getStatus().getMessage();
    }
    return "cannot reach " + server + ": " + rootMessage(failure);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
