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

    /// [Wrong] when an executor with a later lease of the same rollback was here. Epochs of different
    /// rollbacks are not compared: they begin anew with a new database, and what another rollback has
    /// left is judged by the state that was planned on.
    void admit(JsonNode object) throws Wrong {
        String seen = annotations(object).path(EPOCH).asText();
        boolean later = seen.matches("\\d{1,18}") && Long.parseLong(seen) > effect.epoch();
        if (later && ours(object)) {
            throw Wrong.given(
                    "the lease of epoch %d is over: epoch %s has written here since"
                            .formatted(effect.epoch(), seen));
        }
    }

    /// Changes the object itself.
    ObjectNode put(ObjectNode object) {
        ObjectNode annotations = object.withObject("/metadata/annotations");
        annotations.put(KEY, effect.key());
        annotations.put(EPOCH, Long.toString(effect.epoch()));
        annotations.put(ROLLBACK, call.rollback());
        return object;
    }
}
