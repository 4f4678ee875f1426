package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;

import org.junit.jupiter.api.Test;

/// What a release consists of is kept only of objects that are of one release.
class RecordsTest {
    private static boolean mixed(Kind kind, String object) throws Wrong {
        Ref ref = Ref.named(kind, "shop", "web");
        return Records.mixed(ref, Json.read(object, JsonNode.class)).isPresent();
    }

    @Test
    void a_deployment_with_old_replicas_is_of_two_releases() throws Wrong {
        String status = "{\"status\": {\"replicas\": 3, \"updatedReplicas\": %d}}";
        assertThat(mixed(Kind.DEPLOYMENT, status.formatted(2))).isTrue();
        assertThat(mixed(Kind.DEPLOYMENT, status.formatted(3))).isFalse();
    }

    @Test
    void a_change_that_no_controller_has_seen_is_of_two_releases() throws Wrong {
        String object =
                "{\"metadata\": {\"generation\": 4}, \"status\": {\"observedGeneration\": %d}}";
        assertThat(mixed(Kind.STATEFUL_SET, object.formatted(3))).isTrue();
        assertThat(mixed(Kind.STATEFUL_SET, object.formatted(4))).isFalse();
    }

    @Test
    void what_is_not_rolled_out_is_of_one_release() throws Wrong {
        assertThat(mixed(Kind.SECRET, "{\"metadata\": {\"generation\": 4}}")).isFalse();
    }
}
