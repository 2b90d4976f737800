package io.meshtwin.testkit.envoy;

import io.meshtwin.testkit.parts.RealPart;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;
import org.opentest4j.TestAbortedException;

/** Finds Envoy once per JVM. */
final class EnvoyBinaryExtension extends TypeBasedParameterResolver<EnvoyBinary>
    implements ExecutionCondition {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(EnvoyBinaryExtension.class);

  /** Asked before an instance exists: a constructor that wants the binary would hide the reason. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    try {
      return ConditionEvaluationResult.enabled("Envoy is " + binary(context).path());
    } catch (TestAbortedException e) {
      return ConditionEvaluationResult.disabled(e.getMessage());
    }
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
