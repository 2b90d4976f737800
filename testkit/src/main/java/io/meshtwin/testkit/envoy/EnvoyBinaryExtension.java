package io.meshtwin.testkit.envoy;

import io.meshtwin.testkit.parts.RealPart;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/** Finds Envoy once per JVM. */
final class EnvoyBinaryExtension extends TypeBasedParameterResolver<EnvoyBinary>
    implements BeforeAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(EnvoyBinaryExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    binary(context);
  }

  @Override
  public EnvoyBinary resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return binary(context);
  }

  private static EnvoyBinary binary(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            EnvoyBinary.class, key -> new EnvoyBinary(RealPart.ENVOY.require()), EnvoyBinary.class);
  }
}
