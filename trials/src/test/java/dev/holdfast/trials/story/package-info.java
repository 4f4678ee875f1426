/// Stories of the whole house: the five services' own domain and flow code over topics, tables and
/// a world in memory, in one thread, on one clock.
@org.jspecify.annotations.NullMarked
package dev.holdfast.trials.story;
