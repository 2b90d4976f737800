package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.Reference.Relation;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * Who refers to whom in an image. A fork shares the set of the image that it was made of and lists
 * beside it the few references that it has more or less; a path through the set would cost more
 * memory than all the rest of the fork.
 */
final class References {
  /** With more differences than that, a fork has a set of its own. */
  private static final int LISTED = 16;

  /** Before every key: group and kind are compared first. */
  private static final ResourceKey FIRST = new ResourceKey("\0", "", "\0", "", "");

  private final PSortedSet<Reference> shared;

  /** Of those shared, what is not here any more. */
  private final List<Reference> gone;

  /** What is not among those shared, in order. */
  private final List<Reference> come;

  private References(PSortedSet<Reference> shared, List<Reference> gone, List<Reference> come) {
    this.shared = shared;
    this.gone = gone;
    this.come = come;
  }

  /** Those of resources; every manifest is read for it, by all processors. */
  static References of(Collection<ResourceState> states) {
    List<Reference> found =
        states.parallelStream()
            .flatMap(state -> Reference.of(state.resource()).stream())
            .sorted()
            .toList();
    return new References(TreePSet.fromSortedSet(new TreeSet<>(found)), List.of(), List.of());
  }

  /** The same after updates. */
  References after(Collection<MeshDelta.Update> updates) {
    var less = new TreeSet<Reference>(gone);
    var more = new TreeSet<Reference>(come);
    for (MeshDelta.Update update : updates) {
      Set<Reference> old = of(update.before());
      Set<Reference> now = of(update.after());
      move(old, now, more, less);
      move(now, old, less, more);
    }
    return less.size() + more.size() > LISTED
        ? new References(shared.minusAll(less).plusAll(more), List.of(), List.of())
        : new References(shared, List.copyOf(less), List.copyOf(more));
  }

  /** What only the one has was told apart before, or is from now on. */
  private static void move(
      Set<Reference> one, Set<Reference> other, Set<Reference> from, Set<Reference> to) {
    for (Reference reference : one) {
      if (!other.contains(reference) && !from.remove(reference)) {
        to.add(reference);
      }
    }
  }

  /** All references to a resource, in order. */
  Stream<Reference> to(ResourceKey target) {
    return from(target, reference -> reference.target().equals(target));
  }

  /** All references to anything of one kind in one namespace, in order. */
  Stream<Reference> into(ResourceKey anyOfThem) {
    var first =
        new ResourceKey(
            anyOfThem.cluster(), anyOfThem.group(), anyOfThem.kind(), anyOfThem.namespace(), "");
    return from(
        first,
        reference ->
            reference.target().kind().equals(first.kind())
                && reference.target().group().equals(first.group())
                && reference.target().cluster().equals(first.cluster())
                && reference.target().namespace().equals(first.namespace()));
  }

  /** Those that belong to a range, which stand together. */
  private Stream<Reference> from(ResourceKey first, Predicate<Reference> belongs) {
    Stream<Reference> kept =
        shared.tailSet(new Reference(first, Relation.ATTACHES, FIRST)).stream().takeWhile(belongs);
    if (!gone.isEmpty()) {
      kept = kept.filter(reference -> !gone.contains(reference));
    }
    List<Reference> own = come.stream().filter(belongs).toList();
    return own.isEmpty() ? kept : Stream.concat(kept, own.stream()).sorted();
  }

  private static Set<Reference> of(@Nullable ResourceState state) {
    return state == null ? Set.of() : new HashSet<>(Reference.of(state.resource()));
  }
}
