/// Runbooks as people write them in `runbooks.yml`, read with the place of every mistake.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.domain.runbook;
