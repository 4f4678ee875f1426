package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.flow.Call;

/// What an effect leaves on the object that it changes: its key, so that a look tells whether it was
/// done, the epoch of its lease, so that an executor that was frozen meanwhile is turned away, and the
/// rollback, whose own earlier steps are no surprise to its later ones.
record Stamp(Call call, Effect effect) {
    static final String KEY = "holdfast.dev/effect";
    static final String EPOCH = "holdfast.dev/epoch";
    static final String ROLLBACK = "holdfast.dev/rollback";

    private static JsonNode annotations(JsonNode object) {
        return object.path("metadata").path("annotations");
    }

    boolean on(JsonNode object) {
        return annotations(object).path(KEY).asText().equals(effect.key());
    }

    /// Whether a step of the same rollback was the last of ours to write here.
    boolean ours(JsonNode object) {
        return annotations(object).path(ROLLBACK).asText().equals(call.rollback());
    }

    /// [Wrong] when an executor of a later lease was here.
    void admit(JsonNode object) throws Wrong {
        String[] seen = annotations(object).path(EPOCH).asText().split(" ");
        boolean same =
                seen.length == 2
                        && seen[0].equals(call.scope().key())
                        && seen[1].matches("\\d{1,18}");
        if (same && Long.parseLong(seen[1]) > effect.epoch()) {
            throw Wrong.given(
                    "the lease of epoch %d is over: epoch %s has written here since"
                            .formatted(effect.epoch(), seen[1]));
        }
    }

    /// Changes the object itself.
    ObjectNode put(ObjectNode object) {
        ObjectNode annotations = object.withObject("/metadata/annotations");
        annotations.put(KEY, effect.key());
        annotations.put(EPOCH, call.scope().key() + " " + effect.epoch());
        annotations.put(ROLLBACK, call.rollback());
        return object;
    }
}
