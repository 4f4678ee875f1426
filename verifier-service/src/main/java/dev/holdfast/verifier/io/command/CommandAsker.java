package dev.holdfast.verifier.io.command;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Standpoint;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.time.Duration;
import java.util.Set;

/// Runs a program of the service's own list, without a shell, here or where the check stands.
public final class CommandAsker implements Asker<Question.Command> {
    private static final int MOST_OUTPUT = 64 << 10;

    private final Set<String> allowed;

    /// @param allowed full paths of programs
    public CommandAsker(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    @Override
    public Answer ask(Question.Command q, Terms terms) throws Unusable {
        if (!allowed.contains(q.run().getFirst())) {
            throw new Unusable(
                    Why.REFUSED,
                    "%s is not listed in HOLDFAST_CHECK_COMMANDS, so it was not run"
                            .formatted(q.run().getFirst()));
        }
        long began = System.nanoTime();
        Standpoint there = terms.standpoint();
        Programs.Ended ended =
                there == null
                        ? Programs.run(q.run(), MOST_OUTPUT, terms)
                        : elsewhere(q, there, terms);
        return new Answer.Exited(
                ended.code(),
                ended.output() + ended.errors(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static Programs.Ended elsewhere(Question.Command q, Standpoint there, Terms terms)
            throws Unusable {
        Programs.Ended ended = Programs.apart(there.line(q.run(), terms), MOST_OUTPUT, terms);
        there.ended(ended.code(), ended.errors());
        return ended;
    }
}
