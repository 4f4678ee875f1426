/// What runs inside the child JVMs. These classes are packed into a small jar of their own
/// (see `ChildJar`), so a child's classpath holds nothing of the parent's.
@NullMarked
package dev.holdfast.local.child;

import org.jspecify.annotations.NullMarked;
