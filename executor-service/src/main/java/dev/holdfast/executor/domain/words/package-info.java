/// Texts of a runbook with holes, and what fills them: who wrote each piece is never forgotten.
@org.jspecify.annotations.NullMarked
package dev.holdfast.executor.domain.words;
