/// The shop itself: HTTP in front, PostgreSQL behind, two releases of its pricing.
@NullMarked
package dev.holdfast.shop.server;

import org.jspecify.annotations.NullMarked;
