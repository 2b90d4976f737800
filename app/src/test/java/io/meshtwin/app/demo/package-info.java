@NullMarked
package io.meshtwin.app.demo;

import org.jspecify.annotations.NullMarked;
