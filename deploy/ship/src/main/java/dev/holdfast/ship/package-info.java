/// The services' images, built without a Docker daemon.
@NullMarked
package dev.holdfast.ship;

import org.jspecify.annotations.NullMarked;
