/// How a service works: a desk that is told of events, timers and errands, inside transactions.
///
/// These are ports. `postgres` and `kafka` hold the real thing; the trials run the same desks over
/// tables in memory, in one thread.
@org.jspecify.annotations.NullMarked
package dev.holdfast.backbone.work;
