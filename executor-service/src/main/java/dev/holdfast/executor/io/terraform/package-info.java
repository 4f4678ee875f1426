/// Infrastructure that is written down: back to an earlier commit of it.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.terraform;
