/// The demo: a real shop, a bad release, and Holdfast putting it back.
@NullMarked
package dev.holdfast.cli.demo;

import org.jspecify.annotations.NullMarked;
