/**
 * What differs between two versions of one object, as a person would say it.
 *
 * <p>Input: two JSON trees. Output: {@link io.meshtwin.twin.field.FieldChange}s in the order of the
 * fields. Invariants: equal trees give none; entries of a list are matched by what they are (their
 * name or what they refer to, then their content), so that one that is put in front of others does
 * not make them all look changed.
 */
@NullMarked
package io.meshtwin.twin.field;

import org.jspecify.annotations.NullMarked;
