package dev.holdfast.verifier.domain.check;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Passes when a version endpoint names the release that must run now.
///
/// @param request where the version is told
/// @param path where in its JSON; null when the whole body is the version
/// @param version the wanted one, usually `${to}`
public record VersionCheck(HttpCheck.Request request, @Nullable JsonPath path, String version)
        implements Asking {
    private static final int LONGEST = 200;

    @Override
    public Question question(Given given) {
        given.text(version); // unknown now: no need to ask
        return request.question(given);
    }

    @Override
    public Finding judge(Answer answer, Given given) {
        if (!(answer instanceof Answer.Http http)) {
            return answer.unfit();
        }
        if (http.status() != 200) {
            return Finding.inconclusive(
                    "the version endpoint answered %d, so the version is not known"
                            .formatted(http.status()));
        }
        if (path == null) {
            return plain(http.body().strip(), given);
        }
        Optional<JsonNode> root = JsonBody.read(http.body());
        if (root.isEmpty()) {
            return HttpCheck.noJson(http);
        }
        String running = HttpCheck.value(path.in(root.get()));
        return running == null
                ? Finding.inconclusive(path.written() + " is not in the answer")
                : compared(running, given);
    }

    /// What the endpoint tells, where it tells one value.
    Optional<String> running(Answer.Http http) {
        if (http.status() != 200) {
            return Optional.empty();
        }
        return path == null
                ? Optional.of(http.body().strip()).filter(VersionCheck::plausible)
                : JsonBody.read(http.body())
                        .flatMap(root -> Optional.ofNullable(HttpCheck.value(path.in(root))));
    }

    private static boolean plausible(String body) {
        return body.length() <= LONGEST && body.matches("[\\w.+:/@~-]+");
    }

    private Finding plain(String body, Given given) {
        return plausible(body)
                ? compared(body, given)
                : Finding.inconclusive("'%s' is no version".formatted(Evidence.cut(body, LONGEST)));
    }

    /// As texts: 1.10 and 1.1 are different releases.
    private Finding compared(String running, Given given) {
        String wanted = given.text(version);
        return running.equals(wanted)
                ? Finding.passed("version is " + running)
                : Finding.failed("version is %s, must be %s".formatted(running, wanted));
    }
}
