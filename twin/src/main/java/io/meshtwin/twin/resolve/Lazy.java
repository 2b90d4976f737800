package io.meshtwin.twin.resolve;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is worked out when it is first asked for, once. */
final class Lazy<T> {
  /** Null once it was asked, so that what it holds can go. */
  private @Nullable Supplier<T> maker;

  private volatile @Nullable T made;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Whether it was asked for already. */
  boolean isMade() {
    return made != null;
  }

  T get() {
    T known = made;
    if (known == null) {
      known = make();
    }
    return known;
  }

  private synchronized T make() {
    T known = made;
    if (known == null) {
      known = Objects.requireNonNull(maker, "asked once").get();
      made = known;
      maker = null;
    }
    return known;
  }
}
