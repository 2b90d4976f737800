/**
 * Reports in the words and formats of their readers: tables for people, Markdown for a pull
 * request, JUnit, SARIF and GitHub's annotations for their tools.
 *
 * <p>Input: values of {@code twin}, {@code simulator} and {@code ingest}, and their {@code json}.
 * Output: text. Invariants: the same input gives the same text, in the same order; colours and
 * widths are asked of the caller; nothing here opens a file.
 */
@NullMarked
package io.meshtwin.app.report;

import org.jspecify.annotations.NullMarked;
