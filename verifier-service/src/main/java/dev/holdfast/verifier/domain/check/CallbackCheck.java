package dev.holdfast.verifier.domain.check;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Passes when somebody outside has called back since the verification began, with what it must
/// hold. Silence is inconclusive.
///
/// @param name under which the callback comes
/// @param json what its body must hold, perhaps nothing
public record CallbackCheck(String name, Map<JsonPath, Expectation> json) implements Told {
    public CallbackCheck {
        json = Collections.unmodifiableMap(new LinkedHashMap<>(json));
    }

    @Override
    public Finding finding(Given given) {
        Word word = given.words().get(name);
        if (word == null) {
            return Finding.inconclusive("no callback '%s' has come yet".formatted(name));
        }
        List<Finding> parts = new ArrayList<>();
        parts.add(Finding.passed("callback came at %s from %s".formatted(word.at(), word.by())));
        if (!json.isEmpty()) {
            Optional<JsonNode> root = JsonBody.read(word.text());
            if (root.isEmpty()) {
                return Finding.inconclusive("the callback's body is no JSON");
            }
            json.forEach((path, e) ->
                    parts.add(
                            e.judge(path.written(), HttpCheck.value(path.in(root.get())), given)));
        }
        return Finding.all(parts);
    }
}
