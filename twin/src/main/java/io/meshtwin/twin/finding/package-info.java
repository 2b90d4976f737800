/**
 * Diagnostics: what a user should know about a mesh, collected and never thrown.
 *
 * <p>Input: whatever read or resolved a resource. Output: {@link io.meshtwin.twin.finding.Finding
 * findings} with a stable code each. Invariant: a code is never reused for another meaning.
 */
@NullMarked
package io.meshtwin.twin.finding;

import org.jspecify.annotations.NullMarked;
