/// Holdfast on one machine: a real Kafka broker, a real PostgreSQL and the five services, each a
/// child process with its own log, none of them ever left behind.
@NullMarked
package dev.holdfast.local;

import org.jspecify.annotations.NullMarked;
