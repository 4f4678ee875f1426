package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Passes when a listed program ends with the right exit code, and says what it must.
///
/// @param run program and arguments; arguments may hold variables, the program may not
public record CommandCheck(List<String> run, int exit, @Nullable String contains)
        implements Asking {
    public CommandCheck {
        run = List.copyOf(run);
    }

    /// A program may do anything.
    @Override
    public boolean touches() {
        return true;
    }

    @Override
    public Question question(Given given) {
        List<String> filled = new ArrayList<>();
        filled.add(run.getFirst());
        run.stream().skip(1).map(given::text).forEach(filled::add);
        if (filled.stream().anyMatch(part -> part.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("an argument holds a NUL character");
        }
        return new Question.Command(filled);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Answer.Exited exited)) {
            return answer.unfit();
        }
        String says = "exit code is %d".formatted(exited.code());
        if (exited.code() != exit) {
            return Finding.failed(says + ", must be " + exit);
        }
        if (contains != null && !exited.output().contains(given.text(contains))) {
            return Finding.failed(
                    "%s, but the output lacks '%s'".formatted(says, given.text(contains)));
        }
        return Finding.passed(says);
    }
}
