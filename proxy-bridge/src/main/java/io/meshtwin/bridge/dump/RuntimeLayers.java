package io.meshtwin.bridge.dump;

/** What of an Envoy's runtime decides answers, as its bootstrap sets it. */
final class RuntimeLayers {
  private static final String INDIVIDUALLY = "envoy.reloadable_features.match_headers_individually";

  private RuntimeLayers() {}

  /**
   * Whether several values of a header are compared as one. Newer Envoys do so only when they are
   * told; what the dump does not say is taken for a newer one.
   */
  static boolean joinsValues(Entry bootstrap) {
    boolean joins = false;
    Entry runtime = bootstrap.apartIn("layered_runtime", "LayeredRuntime");
    for (Entry layer : runtime.apart("layers", "RuntimeLayer")) {
      Entry fixed = layer.apartIn("static_layer", "Struct");
      if (fixed.json().has(INDIVIDUALLY)) {
        joins = fixed.json().path(INDIVIDUALLY).asText().equals("false");
      }
    }
    return joins;
  }
}
