/// What is done at AWS. Nothing is repeated behind the engine's back: the SDK's own retries are off.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.io.aws;
