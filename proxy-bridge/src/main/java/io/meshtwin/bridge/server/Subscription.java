package io.meshtwin.bridge.server;

import io.meshtwin.bridge.cache.Configuration;
import io.meshtwin.bridge.cache.ResourceType;
import io.meshtwin.bridge.cache.VersionedResource;
import io.meshtwin.bridge.cache.Versions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One type on one stream: what the proxy asks for, what it has, what is on its way, what it
 * refused.
 *
 * <p>Pure state, no I/O; guarded by its {@link Session}. After a refusal the resources that {@code
 * error_detail} names are withheld; when it names none of several, they become suspects and are
 * sent one at a time, so that the culprit is found and the innocent arrive.
 */
final class Subscription {
  private final ResourceType type;
  private final boolean incremental;
  private final SortedSet<String> names = new TreeSet<>();
  private final SortedMap<String, VersionedResource> held = new TreeMap<>();
  private final Refusals refusals = new Refusals();
  private final Set<String> uncertain = new HashSet<>();
  private final Set<String> toldAbsent = new HashSet<>();
  private boolean open;
  private boolean answered;
  private String version = "";
  private boolean wildcard;
  private @Nullable Response pending;

  Subscription(ResourceType type, boolean incremental) {
    this.type = type;
    this.incremental = incremental;
  }

  boolean isOpen() {
    return open;
  }

  boolean isWildcard() {
    return wildcard;
  }

  boolean isPending() {
    return pending != null;
  }

  @Nullable Response pending() {
    return pending;
  }

  SortedMap<String, VersionedResource> held() {
    return held;
  }

  boolean wants(String name) {
    return wildcard || names.contains(name);
  }

  void openWildcard() {
    open = true;
    wildcard = true;
  }

  /** Asks for names beside those it asks for. A name asked for again is sent again. */
  void subscribe(List<String> more) {
    for (String name : more) {
      names.add(name);
      if (open) {
        held.remove(name);
        toldAbsent.remove(name);
      }
    }
    open = true;
  }

  void unsubscribe(List<String> fewer) {
    for (String name : fewer) {
      names.remove(name);
      forget(name);
    }
  }

  /** Asks for exactly these names (state of the world). */
  void subscribeOnly(Set<String> all) {
    open = true;
    List<String> gone = names.stream().filter(name -> !all.contains(name)).toList();
    unsubscribe(gone);
    names.addAll(all);
  }

  /** The version of the last response that the proxy ACKed; empty before. */
  String version() {
    return version;
  }

  /** The proxy has these already, it said when it came, by this version. */
  void knows(SortedMap<String, VersionedResource> known, String knownVersion) {
    held.putAll(known);
    version = knownVersion;
    answered = true;
  }

  /** Whether the proxy may not have what it ACKed: its cluster was made anew, for example. */
  void doubt(String name) {
    if (held.containsKey(name)) {
      uncertain.add(name);
    }
  }

  /** What the proxy should have of this type and asks for. */
  SortedMap<String, VersionedResource> wanted(Configuration target) {
    SortedMap<String, VersionedResource> wanted = new TreeMap<>();
    target
        .of(type)
        .forEach((name, resource) -> {
          if (wants(name)) {
            wanted.put(name, resource);
          }
        });
    return wanted;
  }

  /** Whether the proxy runs the target's version of a resource. */
  boolean runs(VersionedResource resource) {
    return has(resource) && !uncertain.contains(resource.name());
  }

  /** Whether the proxy refused this version, and so waits for it no more. */
  boolean refused(VersionedResource resource) {
    return refusals.refused(resource);
  }

  private boolean has(VersionedResource resource) {
    VersionedResource there = held.get(resource.name());
    return there != null && there.version().equals(resource.version());
  }

  /** Whether the proxy has all that is wanted and, where it asks for everything, nothing else. */
  boolean converged(Configuration target) {
    SortedMap<String, VersionedResource> wanted = wanted(target);
    return pending == null
        && wanted.values().stream().allMatch(this::runs)
        && (!type.fullState() || removed(wanted, wanted).isEmpty());
  }

  /**
   * The next response; empty when there is nothing to say, or one is on its way.
   *
   * @param keepOld whether what the target has no more stays for now
   */
  Optional<Response> next(Configuration target, boolean keepOld, String nonce) {
    if (!open || pending != null) {
      return Optional.empty();
    }
    SortedMap<String, VersionedResource> wanted = wanted(target);
    SortedMap<String, VersionedResource> fresh = new TreeMap<>(wanted);
    fresh.values().removeIf(this::has);
    SortedSet<String> withheld = refusals.withheld(fresh.values());
    SortedMap<String, VersionedResource> state = afterNext(wanted, withheld, keepOld);
    SortedMap<String, VersionedResource> changed = new TreeMap<>(state);
    changed.values().removeIf(resource -> withheld.contains(resource.name()) || runs(resource));
    List<String> removed = removed(state, wanted);
    boolean unanswered = wildcard && !answered;
    if (changed.isEmpty() && removed.isEmpty() && !unanswered && !isRenamed(state)) {
      return Optional.empty();
    }
    answered = true;
    boolean whole = type.fullState() && !incremental;
    pending = new Response(type, nonce, digest(state), whole ? state : changed, changed, removed);
    return Optional.of(pending);
  }

  /**
   * Whether the proxy has what it needs, but under the version of more: it asks for fewer names
   * than before. It is told the new version, without resources, so that the version which it will
   * come back with says what it has.
   */
  private boolean isRenamed(SortedMap<String, VersionedResource> state) {
    return !incremental
        && !type.fullState()
        && !version.isEmpty()
        && !names.isEmpty()
        && !version.equals(digest(state));
  }

  /** What the proxy will have: what is wanted, but what it had where the new is withheld. */
  private SortedMap<String, VersionedResource> afterNext(
      SortedMap<String, VersionedResource> wanted, Set<String> withheld, boolean keepOld) {
    SortedMap<String, VersionedResource> state = new TreeMap<>();
    wanted.forEach((name, resource) -> {
      VersionedResource chosen = withheld.contains(name) ? held.get(name) : resource;
      if (chosen != null) {
        state.put(name, chosen);
      }
    });
    if (keepOld || !type.fullState()) {
      held.forEach((name, resource) -> state.putIfAbsent(name, resource));
    }
    return state;
  }

  private List<String> removed(
      SortedMap<String, VersionedResource> state, SortedMap<String, VersionedResource> wanted) {
    SortedSet<String> removed = new TreeSet<>();
    if (type.fullState()) {
      removed.addAll(held.keySet());
      removed.addAll(uncertain);
      removed.removeAll(state.keySet());
      removed.removeIf(refusals::refusedToRemove);
    }
    if (incremental) {
      // Delta: a name that does not exist must be told so, or the proxy waits for it.
      names.stream()
          .filter(name -> !wanted.containsKey(name) && !state.containsKey(name))
          .filter(name -> !toldAbsent.contains(name))
          .forEach(name -> removed.add(name));
    }
    return new ArrayList<>(removed);
  }

  /** The pending response arrived. */
  Response acked() {
    Response response = takePending();
    version = response.version();
    response
        .changed()
        .forEach((name, resource) -> {
          held.put(name, resource);
          refusals.clear(name);
          uncertain.remove(name);
        });
    for (String name : response.removed()) {
      forget(name);
      toldAbsent.add(name);
    }
    toldAbsent.removeAll(response.changed().keySet());
    return response;
  }

  /** The pending response was refused; what is blamed is not sent again in this version. */
  SortedMap<String, VersionedResource> refused(String message) {
    Response response = takePending();
    SortedMap<String, VersionedResource> changed = response.changed();
    List<String> named = Blame.named(changed.keySet(), message);
    SortedMap<String, VersionedResource> blamed = new TreeMap<>(changed);
    if (!named.isEmpty()) {
      blamed.keySet().retainAll(named);
    }
    if (!named.isEmpty() || changed.size() == 1) {
      refusals.refused(blamed.values());
      uncertain.addAll(changed.keySet());
      uncertain.removeAll(blamed.keySet());
    } else {
      refusals.suspect(changed.keySet());
      uncertain.addAll(changed.keySet());
    }
    if (changed.isEmpty()) {
      refusals.refusedRemovals(response.removed());
    }
    return blamed;
  }

  private Response takePending() {
    Response response = pending;
    if (response == null) {
      throw new IllegalStateException("no response of type " + type + " is on its way");
    }
    pending = null;
    return response;
  }

  private void forget(String name) {
    held.remove(name);
    uncertain.remove(name);
    toldAbsent.remove(name);
    refusals.forget(name);
  }

  /** The version of a state, the same for the same content after a restart. */
  static String digest(SortedMap<String, VersionedResource> state) {
    SortedMap<String, String> versions = new TreeMap<>();
    state.forEach((name, resource) -> versions.put(name, resource.version()));
    return Versions.of(versions);
  }
}
