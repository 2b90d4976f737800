/**
 * Where the real programs of the tests come from and how they are run: {@link
 * io.meshtwin.testkit.parts.RealPart} asks {@code tools/real-parts}, {@link
 * io.meshtwin.testkit.parts.PartProcess} runs a program on loopback and never outlives the test's
 * JVM. A missing part skips a test on a user's machine and fails it where {@code CI} is {@code
 * true}.
 */
@NullMarked
package io.meshtwin.testkit.parts;

import org.jspecify.annotations.NullMarked;
