package dev.holdfast.verifier.domain.check;

import java.util.List;

/// Passes when a person says so ("no customer reports"). Unanswered it is inconclusive.
///
/// @param name under which it is answered
/// @param question what the person is asked
/// @param roles who may answer; empty for anybody with a token
public record AttestedCheck(String name, String question, List<String> roles) implements Told {
    public AttestedCheck {
        roles = List.copyOf(roles);
    }

    @Override
    public Finding finding(Given given) {
        Word word = given.words().get(name);
        if (word == null) {
            return Finding.inconclusive(
                    "nobody has answered yet: %s%s"
                            .formatted(question, roles.isEmpty() ? "" : " (asked: " + roles + ")"));
        }
        String says =
                "%s says %s at %s: %s"
                        .formatted(word.by(), word.good() ? "yes" : "no", word.at(), word.text());
        return word.good() ? Finding.passed(says) : Finding.failed(says);
    }
}
