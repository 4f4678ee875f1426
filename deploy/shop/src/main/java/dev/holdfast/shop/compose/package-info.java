/// Labs of teams that run Docker Compose: images made here, containers started by docker-compose.
@NullMarked
package dev.holdfast.shop.compose;

import org.jspecify.annotations.NullMarked;
