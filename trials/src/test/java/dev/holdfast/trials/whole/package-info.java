/// The whole house for real: five services, each in a process of its own, over a real broker and a
/// real database, around worlds that can break.
@org.jspecify.annotations.NullMarked
package dev.holdfast.trials.whole;
