package io.meshtwin.twin.image;

import io.meshtwin.twin.event.ResourceKey;
import io.meshtwin.twin.image.Reference.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who refers to whom in an image. A fork shares the list of the image that it was made of and keeps
 * beside it the few references that it has more or less.
 *
 * @param shared in order; random access is fast
 * @param gone of those shared, what is not here any more, in order
 * @param come what is not among those shared, in order
 */
record References(List<Reference> shared, List<Reference> gone, List<Reference> come) {
  /** With more differences than that, a fork has a list of its own. */
  private static final int KEPT_APART = 16;

  /** Before every key: group and kind are compared first. */
  private static final ResourceKey FIRST = new ResourceKey("\0", "", "\0", "", "");

  /** Those of resources; every manifest is read for it, by all processors. */
  static References of(List<ResourceState> states) {
    List<Reference> found =
        states.parallelStream()
            .flatMap(state -> Reference.of(state.resource()).stream().distinct())
            .sorted()
            .toList();
    return new References(found, List.of(), List.of());
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
    return less.size() + more.size() > KEPT_APART
        ? new References(merged(shared, less, more), List.of(), List.of())
        : new References(shared, List.copyOf(less), List.copyOf(more));
  }

  /** One list of all; stretches without a difference are copied as they are. */
  private static List<Reference> merged(
      List<Reference> shared, TreeSet<Reference> less, TreeSet<Reference> more) {
    var changes = new TreeSet<>(less);
    changes.addAll(more);
    var result = new ArrayList<Reference>(shared.size() + more.size() - less.size());
    int from = 0;
    for (Reference change : changes) {
      int at = from + place(shared.subList(from, shared.size()), change);
      result.addAll(shared.subList(from, at));
      from = at;
      if (less.contains(change)) {
        from++;
      } else {
        result.add(change);
      }
    }
    result.addAll(shared.subList(from, shared.size()));
    return Collections.unmodifiableList(result);
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
    var least = new Reference(first, Relation.ATTACHES, FIRST);
    List<Reference> own = tail(come, least).stream().takeWhile(belongs).toList();
    return here(tail(shared, least).stream().takeWhile(belongs), own);
  }

  /** Some of those shared as they are here, with some of those that came. */
  private Stream<Reference> here(Stream<Reference> some, List<Reference> own) {
    Stream<Reference> kept =
        gone.isEmpty()
            ? some
            : some.filter(reference -> Collections.binarySearch(gone, reference) < 0);
    return own.isEmpty() ? kept : Stream.concat(kept, own.stream()).sorted();
  }

  /** From a reference on, be it there or not. */
  private static List<Reference> tail(List<Reference> sorted, Reference least) {
    return sorted.subList(place(sorted, least), sorted.size());
  }

  /** Where a reference is, or would be. */
  private static int place(List<Reference> sorted, Reference reference) {
    int at = Collections.binarySearch(sorted, reference);
    return at < 0 ? -at - 1 : at;
  }

  private static Set<Reference> of(@Nullable ResourceState state) {
    return state == null ? Set.of() : new HashSet<>(Reference.of(state.resource()));
  }
}
