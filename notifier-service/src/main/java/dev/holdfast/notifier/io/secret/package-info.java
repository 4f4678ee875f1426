/// Where secrets are found, at the moment of use.
@NullMarked
package dev.holdfast.notifier.io.secret;

import org.jspecify.annotations.NullMarked;
