/**
 * How far a long command is, and its end when a person interrupts it.
 *
 * <p>Input: the stages that commands name and count. Output: lines on standard error, none for
 * short work. Invariants: nothing here is static, commands are handed the {@link
 * io.meshtwin.app.progress.Progress} of their run; after an interruption nobody else writes to
 * standard error, and whatever is held open is closed before the process ends.
 */
@NullMarked
package io.meshtwin.app.progress;

import org.jspecify.annotations.NullMarked;
