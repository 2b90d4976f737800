package io.meshtwin.twin.resource;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.event.SourceLocation;
import io.meshtwin.twin.finding.Finding;
import io.meshtwin.twin.finding.FindingCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findings of reading one object. */
final class Problems {
  private final ResourceKey key;
  private final @Nullable SourceLocation location;
  private final List<Finding> findings = new ArrayList<>();

  Problems(ResourceKey key, @Nullable SourceLocation location) {
    this.key = key;
    this.location = location;
  }

  void add(FindingCode code, String field, String message) {
    String source = location == null ? null : location.at(field);
    findings.add(new Finding(code, key, field, message, source));
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
