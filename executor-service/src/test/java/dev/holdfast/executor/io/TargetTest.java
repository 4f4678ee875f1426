package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.domain.words.Piece;
import dev.holdfast.executor.domain.words.Value;
import dev.holdfast.executor.domain.words.Words;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.postgres.SqlAction;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class TargetTest {
    private static Value secret(String name) {
        return new Value(List.of(new Words(List.of(Piece.secret(name)))), Map.of());
    }

    @Test
    void a_secret_in_the_way_to_a_database_is_only_named() {
        Call call =
                new Call(
                        Scope.of("shop", "production"),
                        "0a1b2c3d-0000-8000-8000-000000000001",
                        "step",
                        "backend",
                        Map.of(
                                "host", secret("host"),
                                "database", secret("base"),
                                "user", secret("user"),
                                "password", secret("password"),
                                "sql", Value.text("DELETE FROM orders")),
                        new Allowed(List.of(), List.of(), List.of()),
                        Map.of(),
                        Map.of(
                                "host", "canary-h",
                                "base", "canary-b",
                                "user", "canary-u",
                                "password", "canary-p"),
                        Map.of());
        SqlAction action = new SqlAction();
        Preview preview = action.plan(call);

        assertThat(action.target(call)).doesNotContain("canary");
        assertThat(preview.does())
                .contains("${secret.user}@${secret.host}:5432/${secret.base}")
                .doesNotContain("canary");
        assertThat(preview.dataLost()).contains("${secret.base}").doesNotContain("canary");
    }
}
