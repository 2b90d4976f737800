package io.meshtwin.testkit.kube;

import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/**
 * Starts the server that a JVM's test classes share; the root store closes it after the last of
 * them.
 */
final class KubeApiServerExtension extends TypeBasedParameterResolver<KubeApiServer>
    implements BeforeAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(KubeApiServerExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    server(context);
  }

  @Override
  public KubeApiServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server(context);
  }

  private static KubeApiServer server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            KubeApiServer.class, key -> KubeApiServer.start(List.of()), KubeApiServer.class);
  }
}
