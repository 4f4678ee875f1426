/// A static status page of our own.
@NullMarked
package dev.holdfast.notifier.io.page;

import org.jspecify.annotations.NullMarked;
