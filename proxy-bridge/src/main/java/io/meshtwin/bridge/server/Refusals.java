package io.meshtwin.bridge.server;

import io.meshtwin.bridge.cache.VersionedResource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a proxy refused of one type, and what it may have refused: the suspects of a response with
 * several resources whose {@code error_detail} named none.
 */
final class Refusals {
  private final Map<String, String> versions = new HashMap<>();
  private final Set<String> suspects = new HashSet<>();
  private final Set<String> removals = new HashSet<>();

  /** These versions are not sent again. */
  void refused(Collection<VersionedResource> resources) {
    for (VersionedResource resource : resources) {
      versions.put(resource.name(), resource.version());
      suspects.remove(resource.name());
    }
  }

  void suspect(Collection<String> names) {
    suspects.addAll(names);
  }

  void refusedRemovals(Collection<String> names) {
    removals.addAll(names);
  }

  boolean refusedToRemove(String name) {
    return removals.contains(name);
  }

  /** Whether this version was refused. */
  boolean refused(VersionedResource resource) {
    return resource.version().equals(versions.get(resource.name()));
  }

  /** Names not to be sent now: what was refused, and of the suspects all but one. */
  SortedSet<String> withheld(Collection<VersionedResource> fresh) {
    SortedSet<String> withheld = new TreeSet<>();
    boolean oneSuspectGoes = false;
    for (VersionedResource resource : fresh) {
      String name = resource.name();
      if (refused(resource)) {
        withheld.add(name);
      } else if (suspects.contains(name)) {
        if (oneSuspectGoes) {
          withheld.add(name);
        }
        oneSuspectGoes = true;
      }
    }
    return withheld;
  }

  /** The proxy took another version of it. */
  void clear(String name) {
    versions.remove(name);
    forget(name);
  }

  /** The proxy asks for it no more, or has it no more; what it refused it would refuse again. */
  void forget(String name) {
    suspects.remove(name);
    removals.remove(name);
  }
}
